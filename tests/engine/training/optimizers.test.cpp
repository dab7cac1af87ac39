#include "training/optimizers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "support/values.hpp"
#include "training/reference_optimizer.hpp"

using namespace nw::training;
using nw::model::OptimizerSpec;
using nw::model::OptimizerType;

namespace {

/// A step of all weights, kernels of one parameter.
bool take_step(const OptimizerSpec& spec, std::uint64_t t, std::span<float> w, std::span<const float> g,
               float* memory) {
  const ArenaRange all{0, w.size()};
  const TrainedPiece piece{all};
  return optimizer_of(spec.type).step(
      {spec, spec.learning_rate, t, w, g, memory, {&all, 1}, {&piece, 1}, nullptr});
}

}  // namespace

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
    REQUIRE(take_step(spec, 1, w, g, memory.data()));
    CHECK(w[0] == doctest::Approx(0.99).epsilon(1e-5));
    w[0] = 1.0f;
    spec.type = OptimizerType::sgd;
    REQUIRE(take_step(spec, 1, w, g, nullptr));
    CHECK(w[0] == doctest::Approx(1.0 - 0.01 * gradient));
  }
}

TEST_CASE("optimizers: bad news of any of the ranges that are trained, not of the last alone") {
  for (const Optimizer& optimizer : optimizers()) {
    for (const std::size_t bad : {0u, 1u}) {
      OptimizerSpec spec{optimizer.type, 0.1};
      std::vector<float> w(6, 1.0f), g(6, 0.5f), memory(6 * 3, 0.0f);
      g[bad * 4] = std::numeric_limits<float>::quiet_NaN();
      const ArenaRange ranges[] = {{0, 2}, {4, 6}};
      const TrainedPiece pieces[] = {{ranges[0]}, {ranges[1]}};
      CAPTURE(std::string(optimizer.name));
      CHECK_FALSE(optimizer.step({spec, 0.1, 1, w, g, memory.data(), ranges, pieces, nullptr}));
    }
  }
}

TEST_CASE("optimizers: a step to numbers that are none says so") {
  std::vector<float> w{1.0f}, g{1e30f}, memory(2, 0.0f);
  OptimizerSpec spec{OptimizerType::sgd, 1e20};
  CHECK_FALSE(take_step(spec, 1, w, g, nullptr));
  w[0] = 1.0f;
  spec = {OptimizerType::adam, 0.01};
  CHECK_FALSE(take_step(spec, 1, w, g, memory.data()));  // g^2 is no float
}

TEST_CASE(
    "optimizers: each follows its double reference for 100 steps, its slots and decay in their places") {
  constexpr std::size_t kSize = 11;
  for (const Optimizer& optimizer : optimizers()) {
    CAPTURE(std::string(optimizer.name));
    OptimizerSpec spec{optimizer.type, 0.01};
    spec.weight_decay = 0.5;
    spec.initial_accumulator_value = 0.25;
    std::vector<float> w = nw::test::random_values(kSize, 1);
    std::vector<float> memory(kSize * std::size_t(optimizer.slots), slot_start(spec));
    std::vector<double> want(w.begin(), w.end());
    std::vector<nw::test::ReferenceSlots> slots(kSize, nw::test::ReferenceSlots::of(spec));
    for (int t = 1; t <= 100; ++t) {
      const auto g = nw::test::random_values(kSize, 100 + std::uint64_t(t), -2, 2);
      REQUIRE(take_step(spec, std::uint64_t(t), w, g, memory.data()));
      for (std::size_t i = 0; i < kSize; ++i)
        want[i] = nw::test::reference_update(spec, 0.01, t, want[i], g[i], slots[i], true);
    }
    double worst = 0;
    for (std::size_t i = 0; i < kSize; ++i) worst = std::max(worst, std::fabs(w[i] - want[i]));
    CHECK(worst < 5e-6);
  }
}

TEST_CASE("optimizers: what lies outside the trained ranges keeps its bits, slots included") {
  constexpr std::size_t kSize = 23;
  const ArenaRange ranges[] = {{2, 3}, {5, 12}, {12, 13}, {18, 22}};
  const TrainedPiece pieces[] = {{ranges[0], 0, nw::layers::Role::kernel},
                                 {ranges[1], 0, nw::layers::Role::kernel},
                                 {ranges[2], 1, nw::layers::Role::bias},
                                 {ranges[3], 2, nw::layers::Role::scale}};
  for (const Optimizer& optimizer : optimizers()) {
    CAPTURE(std::string(optimizer.name));
    OptimizerSpec spec{optimizer.type, 0.1};
    const std::size_t floats = kSize * std::size_t(optimizer.slots);
    const auto start = nw::test::random_values(kSize, 1),
               memory_start = nw::test::random_values(floats, 2, 0, 1);
    auto w = start, memory = memory_start, whole = start, whole_memory = memory_start;
    const auto g = nw::test::random_values(kSize, 3);
    REQUIRE(optimizer.step({spec, 0.1, 1, w, g, memory.data(), ranges, pieces, nullptr}));
    REQUIRE(take_step(spec, 1, whole, g, whole_memory.data()));
    for (std::size_t i = 0; i < kSize; ++i) {
      CAPTURE(i);
      bool inside = false;
      for (const ArenaRange& range : ranges) inside = inside || (i >= range.begin && i < range.end);
      // The decay is for kernels alone; all else does not depend on roles.
      const bool other_decay = spec.type == OptimizerType::adamw && i >= 12;
      if (!inside || !other_decay) CHECK(nw::test::same_bits(w[i], inside ? whole[i] : start[i]));
      if (inside) CHECK(w[i] != start[i]);
      for (std::size_t at = i; at < floats; at += kSize)
        CHECK(nw::test::same_bits(memory[at], inside ? whole_memory[at] : memory_start[at]));
    }
  }
}

TEST_CASE("optimizers: adamw decays kernels, and biases and scales only when asked") {
  for (const bool biases : {false, true}) {
    const ArenaRange all{0, 3};
    const TrainedPiece pieces[] = {{{0, 1}, 0, nw::layers::Role::kernel},
                                   {{1, 2}, 1, nw::layers::Role::bias},
                                   {{2, 3}, 2, nw::layers::Role::scale}};
    OptimizerSpec spec{OptimizerType::adamw, 0.5};
    spec.weight_decay = 0.5;
    spec.decay_biases = biases;
    std::vector<float> w(3, 4.0f), g(3, 0.0f), memory(6);
    REQUIRE(optimizer_of(spec.type).step({spec, 0.5, 1, w, g, memory.data(), {&all, 1}, pieces, nullptr}));
    CHECK(w == std::vector<float>{3.0f, biases ? 3.0f : 4.0f, biases ? 3.0f : 4.0f});
  }
}
