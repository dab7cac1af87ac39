#include "layers/layer_normalization.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "support/layer_case.hpp"

using namespace nw::layers;
using namespace nw::test;
using nw::core::Errc;
using nw::core::Shape;

namespace {

constexpr double kEpsilon = 1e-2;

LayerCase case_of(const Shape& shape, int batch) {
  return LayerCase(LayerNormalization::make("ln_1", shape, kEpsilon), batch);
}

}  // namespace

TEST_CASE("LayerNormalization: against double, row by row, training or not") {
  for (const Shape& shape : {Shape{1}, Shape{2}, Shape{7}, Shape{3, 5}, Shape{2, 2, 17}}) {
    LayerCase c = case_of(shape, 4);
    const auto y = c.output();
    const auto cols = std::size_t(shape[shape.rank() - 1]);
    for (std::size_t row = 0; row < y.size(); row += cols) {
      double mean = 0, variance = 0;
      for (std::size_t i = 0; i < cols; ++i) mean += double(c.x[row + i]) / double(cols);
      for (std::size_t i = 0; i < cols; ++i)
        variance += std::pow(double(c.x[row + i]) - mean, 2) / double(cols);
      for (std::size_t i = 0; i < cols; ++i) {
        const double x_hat = (double(c.x[row + i]) - mean) / std::sqrt(variance + kEpsilon);
        const double want = x_hat * double(c.parameter("gamma")[i]) + double(c.parameter("beta")[i]);
        CHECK(std::fabs(double(y[row + i]) - want) < 5e-6);
      }
    }
    c.context.training = false;
    CHECK(same_bits_all(c.output(), y));
  }
}

TEST_CASE("LayerNormalization: gradients of input and parameters, every thread count, neighbors") {
  for (const Shape& shape : {Shape{2}, Shape{7}, Shape{3, 5}, Shape{2, 2, 17}}) {
    CAPTURE(shape.rank());
    check_layer(case_of(shape, 5));
  }
  check_manners(case_of({1}, 3));
  check_threads(case_of({20, 20, 33}, 9));
  check_equal_rows(case_of({20, 20, 33}, 9));
}

TEST_CASE("LayerNormalization: rows do not know of each other; a NaN spoils its own") {
  LayerCase c = case_of({6}, 5);
  const auto y = c.output();
  c.x[2 * 6 + 1] = kNan;
  const auto broken = c.output();
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (i / 6 == 2)
      CHECK(std::isnan(broken[i]));
    else
      CHECK(same_bits(broken[i], y[i]));
  }
}

TEST_CASE("LayerNormalization: a constant row gives beta; huge numbers stay finite") {
  LayerCase c = case_of({5}, 2);
  for (std::size_t i = 0; i < 5; ++i) {
    c.x[i] = -3.0f;
    c.x[5 + i] = i < 2 ? 1.5e38f : -1.5e38f;
  }
  const auto pass = c.backward();
  for (std::size_t i = 0; i < 5; ++i) CHECK(pass.y[i] == c.parameter("beta")[i]);
  for (float y : pass.y) CHECK(std::isfinite(y));
  for (float d : pass.d_x) CHECK(std::isfinite(d));
}

TEST_CASE("LayerNormalization: its parameters; a bad epsilon is refused") {
  const auto layer = std::move(LayerNormalization::make("ln_2", {4, 3}, 1e-5)).value();
  CHECK(layer->type() == "layerNormalization");
  REQUIRE(layer->parameters().size() == 2);
  CHECK(layer->parameters()[0].name == "ln_2/gamma");
  CHECK(layer->parameters()[0].role == Role::scale);
  CHECK(layer->parameters()[0].start == 1.0f);
  CHECK(layer->parameters()[0].shape == Shape{3});
  CHECK(layer->parameters()[1].name == "ln_2/beta");
  CHECK(layer->parameters()[1].role == Role::bias);
  for (const double epsilon : {0.0, -1.0, 1e31, double(kNan)}) {
    const auto error = refusal(LayerNormalization::make("l", {3}, epsilon));
    CHECK(error.code == Errc::bad_value);
    CHECK(std::string(error.field) == "epsilon");
  }
}
