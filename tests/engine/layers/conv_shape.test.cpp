#include "layers/conv_shape.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace nw::layers;
using nw::core::Errc;
using nw::core::Error;
using nw::core::Shape;

namespace {

/// One axis alone: the other has one place.
struct Axis {
  int places, pad;
};

Axis fitted(int size, int kernel, int stride, int dilation, bool same) {
  const auto made = fit_window({size, 1, 1}, {{kernel, 1}, {stride, 1}, {dilation, 1}, same});
  REQUIRE(made.ok());
  CHECK(made->out_width == 1);
  CHECK(made->pad_left == 0);
  return {made->out_height, made->pad_top};
}

void check_refused(const Shape& input, const ConvOptions& options, const Error& want) {
  const auto made = fit_window(input, options);
  REQUIRE_FALSE(made.ok());
  CHECK(made.error().code == want.code);
  CHECK(std::string(made.error().field) == std::string(want.field));
  CHECK(made.error().expected == want.expected);
  CHECK(made.error().actual == want.actual);
}

}  // namespace

TEST_CASE("fit_window: the examples of TensorFlow's page on padding") {
  // 13 numbers, kernel 6, stride 5: valid has 2 places, same 3, with one zero before and two behind.
  CHECK(fitted(13, 6, 5, 1, false).places == 2);
  const Axis same = fitted(13, 6, 5, 1, true);
  CHECK(same.places == 3);
  CHECK(same.pad == 1);
}

TEST_CASE("fit_window: places and zeros as counted one by one") {
  for (int size = 1; size <= 9; ++size) {
    for (int kernel = 1; kernel <= 5; ++kernel) {
      for (int stride = 1; stride <= 4; ++stride) {
        for (int dilation = 1; dilation <= 3; ++dilation) {
          CAPTURE(size);
          CAPTURE(kernel);
          CAPTURE(stride);
          CAPTURE(dilation);
          const int reach = (kernel - 1) * dilation + 1;
          int inside = 0, starts = 0;
          for (int start = 0; start < size; start += stride) {
            ++starts;
            if (start + reach <= size) ++inside;
          }
          const int end = (starts - 1) * stride + reach;  // of the last window, if the first begins at 0
          const int zeros = end > size ? end - size : 0;
          CHECK(fitted(size, kernel, stride, dilation, true).places == starts);
          CHECK(fitted(size, kernel, stride, dilation, true).pad == zeros / 2);
          if (inside == 0) {
            check_refused({size, 1, 1}, {{kernel, 1}, {stride, 1}, {dilation, 1}, false},
                          {Errc::bad_spec, "kernelSize", double((size - 1) / dilation + 1), double(kernel)});
          } else {
            CHECK(fitted(size, kernel, stride, dilation, false).places == inside);
            CHECK(fitted(size, kernel, stride, dilation, false).pad == 0);
          }
        }
      }
    }
  }
}

TEST_CASE("fit_window: the largest windows there are stay within 32 bits") {
  constexpr int kMost = ConvOptions::kMaxWindow;
  const auto made = fit_window({1 << 20, 3, 1}, {{kMost, kMost}, {1, kMost}, {kMost, kMost}, true});
  REQUIRE(made.ok());
  CHECK(made->out_height == 1 << 20);
  CHECK(made->out_width == 1);
  CHECK(made->pad_top == (kMost - 1) * kMost / 2);
}

TEST_CASE("fit_window: refuses numbers beyond their limits and inputs that are no image, with the numbers") {
  const Shape image = {5, 7, 2};
  constexpr int kMost = ConvOptions::kMaxWindow;
  for (int axis : {0, 1}) {
    for (int number : {0, -3, kMost + 1}) {
      const double limit = number < 1 ? 1 : kMost;
      std::array<int, 2> pair = {1, 1};
      pair[static_cast<std::size_t>(axis)] = number;
      check_refused(image, {pair, {1, 1}, {1, 1}, true},
                    {Errc::bad_value, "kernelSize", limit, double(number)});
      check_refused(image, {{1, 1}, pair, {1, 1}, true}, {Errc::bad_value, "strides", limit, double(number)});
      check_refused(image, {{1, 1}, {1, 1}, pair, true},
                    {Errc::bad_value, "dilationRate", limit, double(number)});
    }
  }
  check_refused(image, {{5, 8}, {1, 1}, {1, 1}, false}, {Errc::bad_spec, "kernelSize", 7, 8});
  check_refused({12}, {}, {Errc::bad_spec, "inputShape", 3, 1});
  check_refused({3, 4}, {}, {Errc::bad_spec, "inputShape", 3, 2});
  check_refused({3, 0, 1}, {}, {Errc::bad_spec, "inputShape", 3, 3});
}

TEST_CASE("check_size: filters, and 32 bits of floats in the kernel or an image") {
  CHECK(check_size("filters", 1, 100, 100).ok());
  CHECK(check_size("filters", ConvOptions::kMaxFilters, 2147483647.0, 2147483647.0).ok());
  for (int filters : {0, -1, ConvOptions::kMaxFilters + 1}) {
    const Error error = check_size("depthMultiplier", filters, 1, 1).error();
    CHECK(error.code == Errc::bad_value);
    CHECK(std::string(error.field) == "depthMultiplier");
    CHECK(error.expected == ConvOptions::kMaxFilters);
    CHECK(error.actual == filters);
  }
  for (const Error& error : {check_size("filters", 1, 2147483648.0, 1).error(),
                             check_size("filters", 1, 1, 2147483648.0).error()}) {
    CHECK(error.code == Errc::network_too_large);
    CHECK(error.actual == 4.0 * 2147483648.0);
  }
}
