#include "training/optimizers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace nw::training;
using nw::model::OptimizerSpec;
using nw::model::OptimizerType;

TEST_CASE("whole_power: agrees with pow, and with multiplying again and again") {
  for (const double base : {0.0, 0.5, 0.9, 0.999, 0.99999994}) {
    double product = 1.0;
    for (std::uint64_t t = 0; t < 3000; ++t) {
      REQUIRE(whole_power(base, t) == doctest::Approx(product).epsilon(1e-12));
      product *= base;
    }
    CHECK(whole_power(base, 1000003) == doctest::Approx(std::pow(base, 1000003)).epsilon(1e-9));
  }
}

TEST_CASE("optimizers: the table is in the order of its enum") {
  for (std::size_t i = 0; i < optimizers().size(); ++i)
    CHECK(static_cast<std::size_t>(optimizers()[i].type) == i);
}

TEST_CASE("optimizers: Adam's first step has the size of the rate, whatever the gradient; sgd's has not") {
  for (const float gradient : {1e-3f, 1.0f, 1e4f}) {
    std::vector<float> w{1.0f}, g{gradient}, memory(2, 0.0f);
    OptimizerSpec spec{OptimizerType::adam, 0.01};
    REQUIRE(optimizer_of(spec.type).step(spec, 1, w, g, memory.data(), nullptr));
    CHECK(w[0] == doctest::Approx(0.99).epsilon(1e-5));
    w[0] = 1.0f;
    spec.type = OptimizerType::sgd;
    REQUIRE(optimizer_of(spec.type).step(spec, 1, w, g, nullptr, nullptr));
    CHECK(w[0] == doctest::Approx(1.0 - 0.01 * gradient));
  }
}

TEST_CASE("optimizers: a step to numbers that are none says so") {
  std::vector<float> w{1.0f}, g{1e30f}, memory(2, 0.0f);
  OptimizerSpec spec{OptimizerType::sgd, 1e20};
  CHECK_FALSE(optimizer_of(spec.type).step(spec, 1, w, g, nullptr, nullptr));
  w[0] = 1.0f;
  spec = {OptimizerType::adam, 0.01};
  CHECK_FALSE(optimizer_of(spec.type).step(spec, 1, w, g, memory.data(), nullptr));  // g^2 is no float
}
