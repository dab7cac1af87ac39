#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "model/spec.hpp"
#include "parallel/pool.hpp"
#include "training/frozen_weights.hpp"

namespace nw::training {

/// One step of an optimizer: its numbers, and the arenas that it works on.
///
/// Shapes   weights, gradients: [n], whole arenas; memory: [slots, n].
/// Units    rate: the effective one; t: 1 for the first step since the slots were empty.
/// Needs    trained and pieces cover the same weights, apart from gaps of the arena; see FrozenWeights. What
///          they leave out is frozen: neither it nor its slots are touched.
struct OptimizerStep {
  const model::OptimizerSpec& spec;
  double rate;
  std::uint64_t t;
  std::span<float> weights;
  std::span<const float> gradients;
  float* memory;
  std::span<const ArenaRange> trained;
  std::span<const TrainedPiece> pieces;
  parallel::Pool* pool;
};

/// One optimizer: its name in the spec, how many numbers it keeps for each weight, and its step. A new one is
/// a kernel and a function with a line in optimizers.cpp.
struct Optimizer {
  model::OptimizerType type;
  const char* name;
  int slots;

  /// Returns  true when all new weights and slots are finite. Written either way.
  bool (*step)(const OptimizerStep& step) noexcept;
};

/// All of them, in the order of OptimizerType.
std::span<const Optimizer> optimizers() noexcept;
const Optimizer& optimizer_of(model::OptimizerType type) noexcept;

/// What the slots of an optimizer hold before its first step.
float slot_start(const model::OptimizerSpec& spec) noexcept;

/// base^exponent by squaring: only multiplications, in an order that the exponent fixes, so that the bits are
/// the same everywhere (pow() differs between libraries) and follow from the step alone.
///
/// Tests    tests/engine/training/optimizers.test.cpp
double whole_power(double base, std::uint64_t exponent) noexcept;

}  // namespace nw::training
