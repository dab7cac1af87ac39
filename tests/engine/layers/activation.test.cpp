#include "layers/activation.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "support/layer_case.hpp"
#include "support/reference.hpp"

using namespace nw::layers;
using namespace nw::test;
using nw::core::Errc;
using nw::core::Shape;
using nw::kernels::Activation;

namespace {

/// With x away from 0, where several have a kink.
LayerCase case_of(const std::string& name, const Shape& shape, int batch, double alpha) {
  int index = 0;
  while (nw::kernels::kActivationNames[index] != name) ++index;
  LayerCase c(ActivationLayer::make("act_1", shape, static_cast<Activation>(index), alpha), batch);
  c.x = away_from_zero(c.x);
  return c;
}

}  // namespace

TEST_CASE("activation layer: every activation against the reference, row by row, and its gradients") {
  for (const std::string name : nw::kernels::kActivationNames) {
    for (const Shape& shape : {Shape{1}, Shape{7}, Shape{2, 3, 5}, Shape{3, 4}}) {
      const LayerCase c = case_of(name, shape, 3, usual_alpha(name));
      CAPTURE(name);
      CAPTURE(shape.rank());
      const auto cols = std::size_t(shape[shape.rank() - 1]);  // softmax: over the last axis
      const auto y = c.output();
      for (std::size_t row = 0; row < y.size(); row += cols) {
        const auto begin = c.x.begin() + long(row);
        const auto want = activated(name, {begin, begin + long(cols)});
        for (std::size_t i = 0; i < cols; ++i) CHECK(std::fabs(double(y[row + i]) - want[i]) < 1e-6);
      }
      check_gradients(c);
      check_manners(c);
    }
  }
}

TEST_CASE("activation layer: the same bits on every number of threads") {
  for (const std::string name : {"softmax", "gelu", "tanh"}) check_threads(case_of(name, {20, 20, 9}, 30, 0));
}

TEST_CASE("activation layer: its alpha counts") {
  for (const std::string name : {"leakyRelu", "elu"}) {
    for (const double alpha : {0.0, 0.03, 2.0}) {
      const LayerCase c = case_of(name, {6}, 4, alpha);
      CAPTURE(name);
      CAPTURE(alpha);
      const auto y = c.output();
      for (std::size_t i = 0; i < y.size(); ++i)
        CHECK(std::fabs(double(y[i]) - activated1(name, double(c.x[i]), alpha)) < 1e-6);
      check_gradients(c);
    }
  }
}

TEST_CASE("activation layer: before the activation it passes numbers and gradients through") {
  LayerCase c = case_of("softmax", {5}, 3, 0);
  c.context.stage = Stage::preactivation;
  const auto pass = c.backward();
  CHECK(same_bits_all(pass.y, c.x));
  CHECK(same_bits_all(pass.d_x, c.d_y));
  CHECK(c.layer->activation() == Activation::softmax);
}

TEST_CASE("activation layer: outside of training it needs no cache; a NaN stays where it is") {
  for (const std::string name : nw::kernels::kActivationNames) {
    LayerCase c = case_of(name, {4}, 3, usual_alpha(name));
    const auto trained = c.output();
    c.context.training = false;
    CHECK(same_bits_all(c.output(), trained));
    CHECK(c.layer->cache_floats(3) == 0);
    c.x[5] = kNan;
    const auto y = c.output();
    for (std::size_t i = 0; i < y.size(); ++i)
      CHECK(std::isnan(y[i]) == (name == "softmax" ? i / 4 == 1 : i == 5));
  }
}

TEST_CASE("activation layer: a negative or boundless alpha is refused") {
  const auto refused = [](double alpha) {
    return refusal(ActivationLayer::make("a", {3}, Activation::leaky_relu, alpha));
  };
  for (const double alpha : {-0.1, -1e300, double(kNan)}) {
    CHECK(refused(alpha).code == Errc::bad_value);
    CHECK(std::string(refused(alpha).field) == "alpha");
    CHECK(refused(alpha).expected == 0.0);
  }
  CHECK(refused(1e31).code == Errc::bad_value);
  CHECK(refused(1e31).expected == double(ActivationLayer::kMaxAlpha));
}
