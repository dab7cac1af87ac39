#include "layers/locally_connected2d.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/conv_case.hpp"

// Numbers and gradients: conv_reference.test.cpp, conv_gradients.test.cpp. What all refuse: conv2d.test.cpp.

using namespace nw::test;
using nw::core::Errc;
using nw::core::Shape;
using nw::layers::Stage;

TEST_CASE("LocallyConnected2d: with the same kernel at every place it is a conv2d") {
  ConvSize size = {ConvKind::conv2d, 6, 7, 2, 5, {3, 2}, {1, 2}, {1, 1}, false, 4};
  const ConvCase shared(size, "relu");
  size.kind = ConvKind::local;
  ConvCase local(size, "relu");
  local.x = shared.x;
  local.d_y = shared.d_y;
  const auto places = static_cast<std::size_t>(local.out_height * local.out_width);
  for (std::size_t index : {0u, 1u}) {
    const auto part = shared.part(shared.params, index);
    auto to = local.params.begin() + static_cast<long>(local.layer->parameters()[index].offset);
    for (std::size_t place = 0; place < places; ++place) to = std::copy(part.begin(), part.end(), to);
  }
  CHECK(same_bits_all(local.forward(local.params, local.x, Stage::output),
                      shared.forward(shared.params, shared.x, Stage::output)));
  // The shared kernel feels the sum of what its copies feel.
  const auto got = local.backward(), want = shared.backward();
  for (std::size_t index : {0u, 1u}) {
    const auto parts = local.part(got.d_params, index), whole = shared.part(want.d_params, index);
    Doubles sums(whole.size());
    for (std::size_t i = 0; i < parts.size(); ++i) sums[i % sums.size()] += parts[i];
    CHECK(largest_error(whole, sums) < 4e-6);
  }
  CHECK(largest_error(got.d_x, doubles(want.d_x)) < 4e-6);
}

TEST_CASE("LocallyConnected2d: says what it is: type, shapes, parameters") {
  const auto layer =
      std::move(make_conv({ConvKind::local, 8, 9, 3, 4, {3, 2}, {2, 1}, {1, 1}, false})).value();
  CHECK(layer->type() == "locallyConnected2d");
  CHECK(layer->output_shape() == Shape{3, 8, 4});
  CHECK(layer->scratch_floats(1000) == 0);
  CHECK(layer->flops_per_row() >= 6.0 * 24 * 18 * 4);
  const auto &kernel = layer->parameters()[0], &bias = layer->parameters()[1];
  CHECK(kernel.name == "conv/kernel");
  CHECK(kernel.shape == Shape{24, 18, 4});
  CHECK(kernel.fan_in == 18);  // of one unit: there is no more that enters it
  CHECK(kernel.fan_out == 6 * 4);
  CHECK(bias.name == "conv/bias");
  CHECK(bias.shape == Shape{3, 8, 4});
  CHECK(bias.is_bias());
}

TEST_CASE("LocallyConnected2d: refuses same padding and dilation") {
  const auto same = make_conv({ConvKind::local, 5, 5, 1, 1, {3, 3}, {1, 1}, {1, 1}, true}).error();
  CHECK(same.code == Errc::bad_option);
  CHECK(std::string(same.field) == "padding");
  const auto dilated = make_conv({ConvKind::local, 5, 5, 1, 1, {2, 2}, {1, 1}, {1, 2}, false}).error();
  CHECK(dilated.code == Errc::bad_value);
  CHECK(std::string(dilated.field) == "dilationRate");
  CHECK(dilated.actual == 2);
}
