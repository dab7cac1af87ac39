#include "model/validate.hpp"

// The part of the spec that says how to train.

namespace nw::model {
namespace {

using core::Errc;
using core::Error;
using core::FieldName;
using core::Status;

// Adaptive rates divide by epsilon where a gradient is 0; below this it would not be a normal float.
constexpr double kSmallestEpsilon = 1e-30;
// Below 1 also as a float: at 1 Adam's first step would divide by 0, and other averages would never move.
constexpr double kLargestShare = 1.0 - 0x1p-24;
// A schedule's factor: 0 has no logarithm, and a rate that grows faster than this is lost at once.
constexpr double kSmallestGamma = 1e-30, kLargestGamma = 10.0;
constexpr double kMostScheduleSteps = 1e9;

struct Bounds {
  const char* field;
  double value, smallest, largest;
};

template <std::size_t Count>
Status check_all(const FieldName& path, const Bounds (&bounds)[Count]) noexcept {
  for (const Bounds& one : bounds) {
    if (Status s = check_number(path.member(one.field), one.value, one.smallest, one.largest); !s) return s;
  }
  return {};
}

Status validate_own_fields(const OptimizerSpec& spec) noexcept {
  const Bounds epsilon{"epsilon", spec.epsilon, kSmallestEpsilon, kMaxMagnitude};
  switch (spec.type) {
    case OptimizerType::sgd:
      return {};
    case OptimizerType::momentum:
    case OptimizerType::nesterov:
      return check_all("optimizer", {{"momentum", spec.momentum, 0, 1}});
    case OptimizerType::rmsprop:
      return check_all("optimizer", {{"rho", spec.rho, 0, kLargestShare}, epsilon});
    case OptimizerType::adagrad:
      return check_all(
          "optimizer",
          {{"initialAccumulatorValue", spec.initial_accumulator_value, 0, kMaxMagnitude}, epsilon});
    case OptimizerType::adamw:
      if (Status s = check_all("optimizer", {{"weightDecay", spec.weight_decay, 0, kMaxMagnitude}}); !s)
        return s;
      [[fallthrough]];
    case OptimizerType::adam:
    case OptimizerType::amsgrad:
      return check_all(
          "optimizer",
          {{"beta1", spec.beta1, 0, kLargestShare}, {"beta2", spec.beta2, 0, kLargestShare}, epsilon});
  }
  return {};
}

Status validate(const ScheduleSpec& spec) noexcept {
  const FieldName path("optimizer.schedule");
  if (spec.type == ScheduleType::constant) return {};
  if (Status s = check_all(path, {{"steps", double(spec.steps), 1, kMostScheduleSteps}}); !s) return s;
  switch (spec.type) {
    case ScheduleType::constant:
    case ScheduleType::warm_up:
      return {};
    case ScheduleType::step:
    case ScheduleType::exponential:
      return check_all(path, {{"gamma", spec.gamma, kSmallestGamma, kLargestGamma}});
    case ScheduleType::cosine:
      return check_all(path, {{"minimum", spec.minimum, 0, 1}});
    case ScheduleType::one_cycle:
      return check_all(path, {{"warmupShare", spec.warmup_share, 0, 1},
                              {"divFactor", spec.div_factor, 1, kMaxMagnitude},
                              {"finalDivFactor", spec.final_div_factor, 1, kMaxMagnitude}});
  }
  return {};
}

}  // namespace

Status validate(const OptimizerSpec& spec) noexcept {
  if (Status s = check_all("optimizer", {{"learningRate", spec.learning_rate, 0, kMaxMagnitude}}); !s)
    return s;
  if (Status s = validate_own_fields(spec); !s) return s;
  if (Status s = check_all("optimizer", {{"clipValue", spec.clip_value, 0, kMaxMagnitude},
                                         {"clipNorm", spec.clip_norm, 0, kMaxMagnitude}});
      !s)
    return s;
  return validate(spec.schedule);
}

Status validate(const Penalty& spec, const FieldName& path) noexcept {
  return check_all(path, {{"l1", spec.l1, 0, kMaxMagnitude}, {"l2", spec.l2, 0, kMaxMagnitude}});
}

Status validate(const RegularizerSpec& spec) noexcept { return validate(spec.penalty(), "regularizer"); }

Status validate_pair(const OptimizerSpec& optimizer, const RegularizerSpec& regularizer) noexcept {
  const bool one_rate = optimizer.type == OptimizerType::sgd || optimizer.type == OptimizerType::momentum ||
                        optimizer.type == OptimizerType::nesterov;
  if (one_rate || regularizer.l1_update == L1Update::subgradient) return {};
  return Error{Errc::bad_spec, "regularizer.l1Update", double(L1Update::subgradient),
               double(regularizer.l1_update)};
}

}  // namespace nw::model
