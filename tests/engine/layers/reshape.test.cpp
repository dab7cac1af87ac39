#include "layers/reshape.hpp"

#include <doctest/doctest.h>

#include <string>

#include "support/layer_case.hpp"

using namespace nw::layers;
using namespace nw::test;
using nw::core::Errc;
using nw::core::Shape;

TEST_CASE("Reshape, flatten: the same numbers in the same order, both ways") {
  const LayerCase reshape(Reshape::make("reshape_1", {12}, std::array{2, 3, 2}), 3);
  const LayerCase flatten(Reshape::make_flatten("flatten_1", {2, 3, 2}), 3);
  for (const LayerCase* c : {&reshape, &flatten}) {
    const auto pass = c->backward();
    CHECK(same_bits_all(pass.y, c->x));
    CHECK(same_bits_all(pass.d_x, c->d_y));
    check_layer(*c);
  }
  CHECK(reshape.layer->type() == "reshape");
  CHECK(reshape.layer->output_shape() == Shape{2, 3, 2});
  CHECK(flatten.layer->type() == "flatten");
  CHECK(flatten.layer->output_shape() == Shape{12});
}

TEST_CASE("Reshape: a target of another size, rank or nonsense is refused with the numbers") {
  const auto refused = [](std::vector<int> target, double expected, double actual) {
    const auto error = refusal(Reshape::make("r", {4, 3}, target));
    CAPTURE(actual);
    CHECK(error.code == Errc::bad_spec);
    CHECK(std::string(error.field) == "targetShape");
    CHECK(error.expected == expected);
    CHECK(error.actual == actual);
  };
  refused({5}, 12, 5);
  refused({2, 5}, 12, 10);
  refused({0, 12}, 12, 0);
  refused({-3, -4}, 12, 0);
  refused({2147483647, 2147483647, 2147483647}, 12, 2147483647.0 * 2147483647.0 * 2147483647.0);
  refused({}, 3, 0);
  refused({1, 2, 3, 2}, 3, 4);
}

TEST_CASE("flatten: more numbers than a size can say are refused") {
  const auto error = refusal(Reshape::make_flatten("f", {65536, 65536}));
  CHECK(error.code == Errc::network_too_large);
  CHECK(error.actual == 4.0 * 65536 * 65536);
}
