#include "training/optimizers.hpp"

#include "kernels/updates.hpp"

namespace nw::training {
namespace {

using model::OptimizerSpec;
using model::OptimizerType;
using Weights = std::span<float>;
using Gradients = std::span<const float>;

bool sgd(const OptimizerSpec& spec, std::uint64_t, Weights w, Gradients g, float*,
         parallel::Pool* pool) noexcept {
  return kernels::sgd_step(w, g, static_cast<float>(spec.learning_rate), pool);
}

bool adam(const OptimizerSpec& spec, std::uint64_t t, Weights w, Gradients g, float* memory,
          parallel::Pool* pool) noexcept {
  const auto step = kernels::make_adam_step(spec.learning_rate, spec.beta1, spec.beta2, spec.epsilon,
                                            whole_power(spec.beta1, t), whole_power(spec.beta2, t));
  return kernels::adam_step(w, g, {memory, w.size()}, {memory + w.size(), w.size()}, step, pool);
}

constexpr Optimizer kOptimizers[] = {
    {OptimizerType::sgd, "sgd", 0, sgd},
    {OptimizerType::adam, "adam", 2, adam},
};

}  // namespace

std::span<const Optimizer> optimizers() noexcept { return kOptimizers; }

const Optimizer& optimizer_of(OptimizerType type) noexcept {
  return kOptimizers[static_cast<std::size_t>(type)];
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
