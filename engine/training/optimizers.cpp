#include "training/optimizers.hpp"

#include <algorithm>

#include "kernels/adaptive_updates.hpp"
#include "kernels/clipping.hpp"
#include "kernels/momentum_updates.hpp"
#include "kernels/updates.hpp"

namespace nw::training {
namespace {

using model::OptimizerType;

/// The part of the arenas that one range is.
struct Part {
  std::span<float> w;
  std::span<const float> g;
  const OptimizerStep& step;
  ArenaRange range;

  std::span<float> slot(int index) const noexcept {
    const std::size_t arena = static_cast<std::size_t>(index) * step.weights.size();
    return {step.memory + arena + range.begin, range.size()};
  }
};

/// Calls update(part) for every range that is trained.
template <class Update>
bool update_trained(const OptimizerStep& step, Update update) noexcept {
  bool good = true;
  for (const ArenaRange& range : step.trained) {
    const Part part{step.weights.subspan(range.begin, range.size()),
                    step.gradients.subspan(range.begin, range.size()), step, range};
    good = update(part) && good;
  }
  return good;
}

bool sgd(const OptimizerStep& step) noexcept {
  const auto rate = static_cast<float>(step.rate);
  return update_trained(step,
                        [&](const Part& part) { return kernels::sgd_step(part.w, part.g, rate, step.pool); });
}

bool momentum(const OptimizerStep& step) noexcept {
  const auto rate = static_cast<float>(step.rate), share = static_cast<float>(step.spec.momentum);
  return update_trained(step, [&](const Part& part) {
    return kernels::momentum_step(part.w, part.g, part.slot(0), rate, share, step.pool);
  });
}

bool nesterov(const OptimizerStep& step) noexcept {
  const auto rate = static_cast<float>(step.rate), share = static_cast<float>(step.spec.momentum);
  return update_trained(step, [&](const Part& part) {
    return kernels::nesterov_step(part.w, part.g, part.slot(0), rate, share, step.pool);
  });
}

bool rmsprop(const OptimizerStep& step) noexcept {
  const kernels::RmspropStep numbers{static_cast<float>(step.spec.rho), static_cast<float>(1 - step.spec.rho),
                                     static_cast<float>(step.rate), static_cast<float>(step.spec.epsilon)};
  return update_trained(step, [&](const Part& part) {
    return kernels::rmsprop_step(part.w, part.g, part.slot(0), numbers, step.pool);
  });
}

bool adagrad(const OptimizerStep& step) noexcept {
  const auto rate = static_cast<float>(step.rate), epsilon = static_cast<float>(step.spec.epsilon);
  return update_trained(step, [&](const Part& part) {
    return kernels::adagrad_step(part.w, part.g, part.slot(0), rate, epsilon, step.pool);
  });
}

kernels::AdamStep adam_numbers(const OptimizerStep& step) noexcept {
  const model::OptimizerSpec& spec = step.spec;
  return kernels::make_adam_step(step.rate, spec.beta1, spec.beta2, spec.epsilon,
                                 whole_power(spec.beta1, step.t), whole_power(spec.beta2, step.t));
}

bool adam(const OptimizerStep& step) noexcept {
  const auto numbers = adam_numbers(step);
  return update_trained(step, [&](const Part& part) {
    return kernels::adam_step(part.w, part.g, part.slot(0), part.slot(1), numbers, step.pool);
  });
}

bool amsgrad(const OptimizerStep& step) noexcept {
  const auto numbers = adam_numbers(step);
  return update_trained(step, [&](const Part& part) {
    return kernels::amsgrad_step(part.w, part.g, part.slot(0), part.slot(1), part.slot(2), numbers,
                                 step.pool);
  });
}

bool adamw(const OptimizerStep& step) noexcept {
  const double factor = std::max(1 - step.rate * step.spec.weight_decay, -model::kMaxMagnitude);
  for (const TrainedPiece& piece : step.pieces) {
    if (piece.role != layers::Role::kernel && !step.spec.decay_biases) continue;
    kernels::scale_values(step.weights.subspan(piece.range.begin, piece.range.size()),
                          static_cast<float>(factor), step.pool);
  }
  return adam(step);
}

constexpr Optimizer kOptimizers[] = {
    {OptimizerType::sgd, "sgd", 0, sgd},
    {OptimizerType::momentum, "momentum", 1, momentum},
    {OptimizerType::nesterov, "nesterov", 1, nesterov},
    {OptimizerType::rmsprop, "rmsprop", 1, rmsprop},
    {OptimizerType::adagrad, "adagrad", 1, adagrad},
    {OptimizerType::adam, "adam", 2, adam},
    {OptimizerType::amsgrad, "amsgrad", 3, amsgrad},
    {OptimizerType::adamw, "adamw", 2, adamw},
};

}  // namespace

std::span<const Optimizer> optimizers() noexcept { return kOptimizers; }

const Optimizer& optimizer_of(OptimizerType type) noexcept {
  return kOptimizers[static_cast<std::size_t>(type)];
}

float slot_start(const model::OptimizerSpec& spec) noexcept {
  return spec.type == OptimizerType::adagrad ? static_cast<float>(spec.initial_accumulator_value) : 0.0f;
}

double whole_power(double base, std::uint64_t exponent) noexcept {
  double result = 1.0;
  for (; exponent > 0; exponent >>= 1) {
    if (exponent & 1) result *= base;
    base *= base;
  }
  return result;
}

}  // namespace nw::training
