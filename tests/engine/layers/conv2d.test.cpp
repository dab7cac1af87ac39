#include "layers/conv2d.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "layers/dense.hpp"
#include "support/conv_case.hpp"

// Numbers and gradients: conv_reference.test.cpp, conv_gradients.test.cpp.

using namespace nw::test;
using nw::core::Errc;
using nw::core::Shape;
using nw::layers::Layer;
using nw::layers::Stage;

TEST_CASE("Conv2d: with a single place it is a dense layer, bit by bit") {
  const ConvCase c({ConvKind::conv2d, 3, 4, 2, 5, {3, 4}, {1, 1}, {1, 1}, false, 6}, "tanh");
  auto dense = std::move(nw::layers::Dense::make("dense", {24}, 5, nw::kernels::Activation::tanh)).value();
  dense->place_parameters(ConvCase::kBefore);  // the same numbers in the same places
  const auto y = c.forward(c.params, c.x, Stage::output);
  std::vector<float> want_y(y.size()), d = c.d_y, d_x(c.x.size()),
                                       d_params(c.params.size(), ConvCase::kStranger);
  const auto context = ConvCase::context(Stage::output, {}, {}, nullptr);
  dense->forward(c.params.data(), c.x.data(), want_y.data(), 6, context);
  dense->backward(c.params.data(), c.x.data(), want_y.data(), d.data(), d_x.data(), d_params.data(), 6,
                  context);
  CHECK(same_bits_all(y, want_y));
  CHECK(same_bits_all(c.backward().d_params, d_params));
  CHECK(same_bits_all(c.backward().d_x, d_x));
}

TEST_CASE("Conv2d: a kernel too large for scratch in pieces: one chunk, the same numbers and bits") {
  const ConvCase c({ConvKind::conv2d, 1, 2, 700, 1600, {1, 1}, {1, 2}, {1, 1}, false, 3});
  CHECK(c.layer->scratch_floats(3) < 3 * 1600 * 700);  // no second kernel
  const auto want = c.reference();
  const auto got = c.backward();
  CHECK(largest_error(c.forward(c.params, c.x, Stage::output), c.preactivation()) < 4e-6);
  CHECK(largest_error(c.part(got.d_params, 0), want.d_kernel) < 4e-6);
  CHECK(largest_error(got.d_x, want.d_x) < 2e-5);
  nw::parallel::Pool pool(4);
  CHECK(same_bits_all(c.backward(true, &pool).d_params, got.d_params));
  CHECK(same_bits_all(c.backward(true, &pool).d_x, got.d_x));
}

TEST_CASE("Conv2d: scratch does not grow with the batch for ever, and never shrinks") {
  for (const ConvSize& size : {ConvSize{ConvKind::conv2d, 28, 28, 1, 8, {5, 5}, {1, 1}, {1, 1}, true},
                               ConvSize{ConvKind::depthwise, 28, 28, 3, 8, {5, 5}, {1, 1}, {1, 1}, true},
                               ConvSize{ConvKind::conv2d, 5, 5, 2, 2, {1, 1}, {1, 1}, {1, 1}, true},
                               ConvSize{ConvKind::local, 5, 5, 2, 2, {3, 3}, {1, 1}, {1, 1}, false}}) {
    CAPTURE(size.text());
    const auto layer = std::move(make_conv(size)).value();
    for (int batch = 1; batch < 100; ++batch)
      CHECK(layer->scratch_floats(batch) <= layer->scratch_floats(batch + 1));
    CHECK(layer->scratch_floats(1 << 20) <= 8u << 20);
  }
}

TEST_CASE("Conv2d: says what it is: type, shapes, parameters and their place") {
  const auto layer =
      std::move(make_conv({ConvKind::conv2d, 28, 26, 3, 8, {5, 4}, {1, 2}, {1, 1}, true}, "relu")).value();
  CHECK(layer->type() == "conv2d");
  CHECK(layer->activation() == nw::kernels::Activation::relu);
  CHECK(layer->input_shape() == Shape{28, 26, 3});
  CHECK(layer->output_shape() == Shape{28, 13, 8});
  CHECK(layer->flops_per_row() >= 6.0 * 28 * 13 * 8 * 5 * 4 * 3);
  REQUIRE(layer->parameters().size() == 2);
  CHECK(layer->place_parameters(8) == 8 + 5 * 4 * 3 * 8 + 8);
  const auto &kernel = layer->parameters()[0], &bias = layer->parameters()[1];
  CHECK(kernel.name == "conv/kernel");
  CHECK(kernel.shape == Shape{5, 4, 3, 8});
  CHECK(kernel.fan_in == 5 * 4 * 3);
  CHECK(kernel.fan_out == 5 * 4 * 8);
  CHECK(kernel.role == nw::layers::Role::kernel);
  CHECK(bias.name == "conv/bias");
  CHECK(bias.shape == Shape{8});
  CHECK(bias.is_bias());
  CHECK(bias.fan_in == 5 * 4 * 3);  // PyTorch's default draws biases by it
}

TEST_CASE("Conv2d: what cannot be is refused with the field and the numbers") {
  const auto refused = [](ConvSize size) { return make_conv(size).error(); };
  for (ConvKind kind : {ConvKind::conv2d, ConvKind::depthwise, ConvKind::local}) {
    for (int filters : {0, -1, 65537}) {
      const auto error = refused({kind, 5, 5, 2, filters, {2, 2}});
      CHECK(error.code == Errc::bad_value);
      CHECK(std::string(error.field) == (kind == ConvKind::depthwise ? "depthMultiplier" : "filters"));
      CHECK(error.expected == 65536);
      CHECK(error.actual == filters);
    }
    const auto kernel = refused({kind, 5, 5, 2, 1, {6, 2}});
    CHECK(kernel.code == Errc::bad_spec);
    CHECK(std::string(kernel.field) == "kernelSize");
    CHECK(kernel.expected == 5);
    CHECK(kernel.actual == 6);
    CHECK(refused({kind, 5, 5, 2, 1, {1, 1}, {0, 1}}).code == Errc::bad_value);
  }
  CHECK(refused({ConvKind::conv2d, 9, 9, 65536, 65536}).code == Errc::network_too_large);
  CHECK(refused({ConvKind::conv2d, 1024, 1024, 1, 4096}).code == Errc::network_too_large);  // the output
  const auto padded = refused({ConvKind::conv2d, 4, 4, 1, 1, {65, 65}, {1, 1}, {1024, 1024}, true});
  CHECK(padded.code == Errc::network_too_large);  // the zeros around the image
  CHECK(std::string(padded.field) == "kernelSize");
  CHECK(make_conv({ConvKind::conv2d, 4, 4, 1, 1, {65, 65}, {1, 1}, {99, 99}, true}).ok());
  CHECK(refused({ConvKind::depthwise, 128, 128, 64, 65536, {1, 1}, {99, 99}}).code ==
        Errc::network_too_large);  // the image with its channels repeated
  CHECK(refused({ConvKind::depthwise, 256, 256, 1, 32767, {4, 4}, {99, 99}}).code ==
        Errc::network_too_large);  // that, and its gradient
  CHECK(refused({ConvKind::local, 512, 512, 32, 512, {3, 3}}).code == Errc::network_too_large);
  CHECK(nw::layers::Conv2d::make("c", {784}, 4, {}, nw::kernels::Activation::relu).error().code ==
        Errc::bad_spec);
}
