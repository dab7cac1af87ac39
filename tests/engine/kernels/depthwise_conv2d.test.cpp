#include "kernels/depthwise_conv2d.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

#include "support/values.hpp"

// The convolution itself is checked through its layer: tests/engine/layers/conv_reference.test.cpp.

using namespace nw::kernels;
using nw::test::random_values;
using nw::test::same_bits_all;

namespace {

ConvWindow window_of(int channels) {
  ConvWindow w;
  w.height = 4;
  w.width = 5;
  w.channels = channels;
  w.kernel_height = 3;
  w.kernel_width = 2;
  w.pad_top = 1;
  w.pad_left = 0;
  w.out_height = 4;
  w.out_width = 5;
  return w;
}

}  // namespace

TEST_CASE("depthwise_conv2d: channels do not know of each other: one at a time has the same bits") {
  for (int channels = 1; channels <= 9; ++channels) {
    const ConvWindow w = window_of(channels), single = window_of(1);
    const auto count = static_cast<std::size_t>(channels);
    const auto x = random_values(w.image_floats(), 1), kernel = random_values(w.window_floats(), 2),
               bias = random_values(count, 3), d_y = random_values(w.places() * count, 4);
    std::vector<float> y(d_y.size()), d_kernel(kernel.size(), 0.5f), d_x(x.size(), 0.25f);
    depthwise_conv2d(w, x.data(), kernel.data(), bias.data(), y.data());
    depthwise_conv2d_backward(w, x.data(), kernel.data(), d_y.data(), d_kernel.data(), d_x.data());
    for (std::size_t c = 0; c < count; ++c) {
      const auto channel = [&](const std::vector<float>& values) {
        std::vector<float> part;
        for (std::size_t i = c; i < values.size(); i += count) part.push_back(values[i]);
        return part;
      };
      std::vector<float> one_y(single.places()), one_d_kernel(single.taps(), 0.5f),
          one_d_x(single.image_floats(), 0.25f);
      depthwise_conv2d(single, channel(x).data(), channel(kernel).data(), &bias[c], one_y.data());
      depthwise_conv2d_backward(single, channel(x).data(), channel(kernel).data(), channel(d_y).data(),
                                one_d_kernel.data(), one_d_x.data());
      CAPTURE(channels);
      CAPTURE(c);
      CHECK(same_bits_all(channel(y), one_y));
      CHECK(same_bits_all(channel(d_kernel), one_d_kernel));
      CHECK(same_bits_all(channel(d_x), one_d_x));
    }
  }
}

TEST_CASE("repeat_each, sum_groups: each number so many times, and the sums of as many") {
  const std::vector<float> x = {1, 2, 3};
  std::vector<float> y(6), sums(3);
  repeat_each(x.data(), 3, 2, y.data());
  CHECK(y == std::vector<float>{1, 1, 2, 2, 3, 3});
  y[1] = 10;
  sum_groups(y.data(), 3, 2, sums.data());
  CHECK(sums == std::vector<float>{11, 4, 6});
  sum_groups(x.data(), 3, 1, sums.data());
  CHECK(sums == x);
}
