#pragma once

#include <algorithm>
#include <cmath>

#include "model/spec.hpp"

namespace nw::test {

/// What an optimizer remembers of one weight.
struct ReferenceSlots {
  double first = 0.0, second = 0.0, most = 0.0;

  static ReferenceSlots of(const model::OptimizerSpec& spec) {
    return {spec.type == model::OptimizerType::adagrad ? spec.initial_accumulator_value : 0.0};
  }
};

/// One weight after one step, in double, as PyTorch's documentation has it. t: 1 for the first step.
inline double reference_update(const model::OptimizerSpec& o, double rate, int t, double w, double g,
                               ReferenceSlots& s, bool decays) {
  using Type = model::OptimizerType;
  const bool is_adam = o.type == Type::adam || o.type == Type::amsgrad || o.type == Type::adamw;
  if (o.type == Type::sgd) return w - rate * g;
  if (o.type == Type::momentum || o.type == Type::nesterov) {
    s.first = o.momentum * s.first + g;
    return w - rate * (o.type == Type::nesterov ? g + o.momentum * s.first : s.first);
  }
  if (!is_adam) {
    s.first = o.type == Type::rmsprop ? o.rho * s.first + (1 - o.rho) * g * g : s.first + g * g;
    return w - rate * g / (std::sqrt(s.first) + o.epsilon);
  }
  if (o.type == Type::adamw && decays) w *= 1 - rate * o.weight_decay;
  s.first = o.beta1 * s.first + (1 - o.beta1) * g;
  s.second = o.beta2 * s.second + (1 - o.beta2) * g * g;
  s.most = std::max(s.most, s.second);
  const double m_hat = s.first / (1 - std::pow(o.beta1, t));
  const double v_hat = (o.type == Type::amsgrad ? s.most : s.second) / (1 - std::pow(o.beta2, t));
  return w - rate * m_hat / (std::sqrt(v_hat) + o.epsilon);
}

/// What a schedule makes of the rate after t steps, by the functions of the C library.
inline double reference_factor(const model::ScheduleSpec& s, double t) {
  const double pi = std::acos(-1.0);
  const auto between = [&](double from, double to, double share) {
    return to + (from - to) / 2 * (1 + std::cos(pi * share));
  };
  switch (s.type) {
    case model::ScheduleType::constant:
      return 1;
    case model::ScheduleType::step:
      return std::pow(s.gamma, std::floor(t / s.steps));
    case model::ScheduleType::exponential:
      return std::pow(s.gamma, t / s.steps);
    case model::ScheduleType::cosine:
      return between(1, s.minimum, std::min(t, double(s.steps)) / s.steps);
    case model::ScheduleType::warm_up:
      return std::min(1.0, (t + 1) / s.steps);
    case model::ScheduleType::one_cycle:
      break;
  }
  // As OneCycleLR: phases that end at the steps pct_start * total_steps - 1 and total_steps - 1.
  const double top = s.warmup_share * s.steps - 1, last = s.steps - 1.0, now = std::min(t, last);
  if (now <= top) return between(1 / s.div_factor, 1, now / top);
  return between(1, 1 / s.div_factor / s.final_div_factor, (now - top) / (last - top));
}

}  // namespace nw::test
