#include "kernels/im2col.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "support/values.hpp"

using namespace nw::kernels;
using nw::test::random_values;
using nw::test::same_bits_all;

namespace {

constexpr float kGuard = 77.0f;

/// Windows with room on every side, none of it symmetric.
ConvWindow window_of(int channels, int kernel, int stride, int dilation) {
  ConvWindow w;
  w.height = 5;
  w.width = 6;
  w.channels = channels;
  w.kernel_height = kernel;
  w.kernel_width = kernel + 1;
  w.stride_y = stride;
  w.stride_x = stride + 1;
  w.dilation_y = dilation;
  w.dilation_x = dilation;
  w.pad_top = 1;
  w.pad_left = 2;
  w.out_height = 5;
  w.out_width = 4;
  return w;
}

constexpr std::size_t kImages = 3;

template <class Check>
void for_each_window(Check check) {
  for (int channels = 1; channels <= 9; ++channels) {
    for (int kernel : {1, 2, 5}) {
      for (int stride : {1, 2}) {
        for (int dilation : {1, 3}) {
          CAPTURE(channels);
          CAPTURE(kernel);
          CAPTURE(stride);
          CAPTURE(dilation);
          check(window_of(channels, kernel, stride, dilation));
        }
      }
    }
  }
}

/// What stands in the columns, by the definition.
float expected(const ConvWindow& w, const std::vector<float>& x, std::size_t place, int ky, int kx, int c) {
  const int in_image = static_cast<int>(place % w.places()), image = static_cast<int>(place / w.places());
  const int y = in_image / w.out_width * w.stride_y - w.pad_top + ky * w.dilation_y;
  const int column = in_image % w.out_width * w.stride_x - w.pad_left + kx * w.dilation_x;
  if (y < 0 || y >= w.height || column < 0 || column >= w.width) return 0.0f;
  return x[static_cast<std::size_t>(((image * w.height + y) * w.width + column) * w.channels + c)];
}

}  // namespace

TEST_CASE("im2col: every window is a row, zeros stand for what lies outside, nothing else is written") {
  for_each_window([](const ConvWindow& w) {
    const auto x = random_values(kImages * w.image_floats(), 1);
    const std::size_t all = kImages * w.places();
    // All of them, parts that begin and end in the middle of an image, and none.
    const std::size_t parts[][2] = {{0, all}, {0, 1}, {3, w.places() + 5}, {all - 1, all}, {7, 7}};
    for (const auto& [first, last] : parts) {
      std::vector<float> columns((last - first) * w.window_floats() + 5, kGuard), want;
      for (std::size_t place = first; place < last; ++place) {
        for (int ky = 0; ky < w.kernel_height; ++ky) {
          for (int kx = 0; kx < w.kernel_width; ++kx) {
            for (int c = 0; c < w.channels; ++c) want.push_back(expected(w, x, place, ky, kx, c));
          }
        }
      }
      want.resize(columns.size(), kGuard);
      im2col(w, x.data(), first, last, columns.data());
      CAPTURE(first);
      CAPTURE(last);
      CHECK(same_bits_all(columns, want));
    }
  });
}

TEST_CASE("col2im: is the transpose of im2col") {
  // <im2col(x), c> = <x, col2im(c)> for all x and c; with whole numbers, so that no rounding hides anything.
  for_each_window([](const ConvWindow& w) {
    const std::size_t first = 3, last = kImages * w.places() - 2;
    const auto whole = [](std::vector<float> values) {
      for (float& value : values) value = static_cast<float>(static_cast<int>(value * 100));
      return values;
    };
    const auto x = whole(random_values(kImages * w.image_floats(), 1));
    std::vector<float> columns((last - first) * w.window_floats());
    const auto c = whole(random_values(columns.size(), 2));
    std::vector<float> d_x(x.size(), 1.0f);  // added to, not overwritten
    im2col(w, x.data(), first, last, columns.data());
    col2im(w, c.data(), first, last, d_x.data());
    double left = 0, right = 0;
    for (std::size_t i = 0; i < c.size(); ++i) left += static_cast<double>(columns[i]) * c[i];
    for (std::size_t i = 0; i < x.size(); ++i) right += static_cast<double>(x[i]) * (d_x[i] - 1.0f);
    CHECK(left == right);
  });
}
