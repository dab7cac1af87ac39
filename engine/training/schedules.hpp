#pragma once

#include <cstdint>
#include <span>

#include "model/spec.hpp"

namespace nw::training {

/// One schedule of the learning rate: its name in the spec, and its formula. A new one is a function with a
/// line in schedules.cpp.
struct Schedule {
  model::ScheduleType type;
  const char* name;

  /// What the rate is multiplied with in the step that follows `t` steps under this schedule.
  ///
  /// Needs    a spec that passes model::validate.
  double (*factor)(const model::ScheduleSpec& spec, std::uint64_t t) noexcept;
};

/// All of them, in the order of ScheduleType:
///
///   constant      1
///   step          gamma^floor(t / steps)
///   exponential   gamma^(t / steps)
///   cosine        minimum + (1 - minimum) * (1 + cos(pi * min(t, steps) / steps)) / 2
///   oneCycle      up from 1 / divFactor to 1 at t = warmupShare * steps - 1, down to 1 / (divFactor *
///                 finalDivFactor) at t = steps - 1, each on half a cosine; then stays there
///   warmUp        min(1, (t + 1) / steps)
///
/// No function of the C library takes part, so that the bits are the same everywhere: whole powers are
/// products in double; cos and the rest of a power are those of simd/, in single precision. So a factor is
/// right to 2e-7 of the largest factor of its cosine, and a power to 2e-7 + 1.2e-7 * |ln gamma| of itself.
///
/// Source   torch.optim.lr_scheduler: StepLR, ExponentialLR, CosineAnnealingLR, OneCycleLR (anneal_strategy
///          'cos'), LinearLR; counted in steps, not epochs.
/// Tests    tests/engine/training/schedules.test.cpp
std::span<const Schedule> schedules() noexcept;

/// The rate of the step that follows `t` steps under the spec's schedule: at most kMaxMagnitude.
///
/// Returns  exactly spec.learning_rate where the factor is 1.
/// Tests    tests/engine/training/schedules.test.cpp
double scheduled_rate(const model::OptimizerSpec& spec, std::uint64_t t) noexcept;

}  // namespace nw::training
