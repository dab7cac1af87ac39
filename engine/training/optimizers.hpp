#pragma once

#include <cstdint>
#include <span>

#include "model/spec.hpp"
#include "parallel/pool.hpp"

namespace nw::training {

/// One optimizer: its name in the spec, how many numbers it keeps for each weight, and its step. A new one is
/// a kernel and a function with a line in optimizers.cpp.
struct Optimizer {
  model::OptimizerType type;
  const char* name;
  int slots;

  /// Takes step number `t` (1 for the first since the slots were zero).
  ///
  /// Shapes   weights, gradients: [n]; memory: [slots, n].
  /// Returns  true when all new weights and slots are finite. Written either way.
  bool (*step)(const model::OptimizerSpec& spec, std::uint64_t t, std::span<float> weights,
               std::span<const float> gradients, float* memory, parallel::Pool* pool) noexcept;
};

/// All of them, in the order of OptimizerType.
std::span<const Optimizer> optimizers() noexcept;
const Optimizer& optimizer_of(model::OptimizerType type) noexcept;

/// base^exponent by squaring: only multiplications, in an order that the exponent fixes, so that the bits are
/// the same everywhere (pow() differs between libraries) and follow from the step alone.
///
/// Tests    tests/engine/training/optimizers.test.cpp
double whole_power(double base, std::uint64_t exponent) noexcept;

}  // namespace nw::training
