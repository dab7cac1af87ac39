#include "layers/depthwise_conv2d.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "support/conv_case.hpp"

// Numbers and gradients: conv_reference.test.cpp, conv_gradients.test.cpp. What is refused: conv2d.test.cpp.

using namespace nw::test;
using nw::core::Shape;
using nw::layers::Stage;

TEST_CASE("DepthwiseConv2d: is the conv2d whose kernel is 0 between channels") {
  for (int multiplier : {1, 2, 5}) {
    const int channels = 3, outs = channels * multiplier;
    const ConvCase apart({ConvKind::depthwise, 6, 5, channels, multiplier, {3, 2}, {2, 1}, {1, 2}, true, 3});
    ConvCase whole({ConvKind::conv2d, 6, 5, channels, outs, {3, 2}, {2, 1}, {1, 2}, true, 3});
    const auto &from = apart.layer->parameters(), &to = whole.layer->parameters();
    const auto at = [&](int tap, int c, int m) {  // in the large kernel
      return to[0].offset + static_cast<std::size_t>((tap * channels + c) * outs + c * multiplier + m);
    };
    std::fill(whole.params.begin(), whole.params.end(), 0.0f);
    std::size_t next = from[0].offset;
    for (int tap = 0; tap < 6; ++tap) {
      for (int c = 0; c < channels; ++c) {
        for (int m = 0; m < multiplier; ++m) whole.params[at(tap, c, m)] = apart.params[next++];
      }
    }
    for (std::size_t o = 0; o < static_cast<std::size_t>(outs); ++o)
      whole.params[to[1].offset + o] = apart.params[from[1].offset + o];
    whole.x = apart.x;
    whole.d_y = apart.d_y;

    CAPTURE(multiplier);
    CHECK(largest_error(apart.forward(apart.params, apart.x, Stage::output),
                        doubles(whole.forward(whole.params, whole.x, Stage::output))) < 1e-6);
    const auto got = apart.backward(), want = whole.backward();
    Doubles d_kernel;
    for (int tap = 0; tap < 6; ++tap) {
      for (int c = 0; c < channels; ++c) {
        for (int m = 0; m < multiplier; ++m) d_kernel.push_back(want.d_params[at(tap, c, m)]);
      }
    }
    CHECK(largest_error(apart.part(got.d_params, 0), d_kernel) < 4e-6);
    CHECK(largest_error(apart.part(got.d_params, 1), doubles(whole.part(want.d_params, 1))) < 4e-6);
    CHECK(largest_error(got.d_x, doubles(want.d_x)) < 4e-6);
  }
}

TEST_CASE("DepthwiseConv2d: says what it is: type, shapes, parameters") {
  const auto layer =
      std::move(make_conv({ConvKind::depthwise, 8, 8, 6, 2, {3, 5}, {2, 2}, {1, 1}, true})).value();
  CHECK(layer->type() == "depthwiseConv2d");
  CHECK(layer->output_shape() == Shape{4, 4, 12});
  CHECK(layer->flops_per_row() >= 6.0 * 16 * 12 * 15);
  const auto &kernel = layer->parameters()[0], &bias = layer->parameters()[1];
  CHECK(kernel.name == "conv/kernel");
  CHECK(kernel.shape == Shape{3, 5, 6, 2});
  CHECK(kernel.fan_in == 15 * 6);  // as Keras, from the kernel's shape
  CHECK(kernel.fan_out == 15 * 2);
  CHECK(bias.name == "conv/bias");
  CHECK(bias.shape == Shape{12});
}
