#include "model/initializers.hpp"

#include <algorithm>
#include <cmath>

#include "core/hash.hpp"
#include "kernels/random_fill.hpp"

namespace nw::model {
namespace {

using layers::ParameterInfo;
using Out = std::span<float>;

double glorot_variance(const ParameterInfo& p) noexcept {
  return 2.0 / (double(p.fan_in) + double(p.fan_out));
}
double he_variance(const ParameterInfo& p) noexcept { return 2.0 / double(p.fan_in); }

void fill_with_uniform_variance(double variance, const core::Rng& rng, Out out) noexcept {
  const auto limit = static_cast<float>(std::sqrt(3.0 * variance));
  kernels::fill_uniform(out, rng, -limit, limit);
}

void fill_with_normal_variance(double variance, const core::Rng& rng, Out out) noexcept {
  const double uncut = std::sqrt(variance) / kernels::kTruncatedNormalStddev;
  kernels::fill_truncated_normal(out, rng, 0.0f, static_cast<float>(uncut));
}

void zeros(const InitializerSpec&, const ParameterInfo&, const core::Rng&, Out out) noexcept {
  std::fill(out.begin(), out.end(), 0.0f);
}

void constant(const InitializerSpec& spec, const ParameterInfo&, const core::Rng&, Out out) noexcept {
  std::fill(out.begin(), out.end(), static_cast<float>(spec.value));
}

void random_uniform(const InitializerSpec& spec, const ParameterInfo&, const core::Rng& rng,
                    Out out) noexcept {
  kernels::fill_uniform(out, rng, static_cast<float>(spec.minval), static_cast<float>(spec.maxval));
}

void random_normal(const InitializerSpec& spec, const ParameterInfo&, const core::Rng& rng,
                   Out out) noexcept {
  kernels::fill_normal(out, rng, static_cast<float>(spec.mean), static_cast<float>(spec.stddev));
}

void glorot_uniform(const InitializerSpec&, const ParameterInfo& p, const core::Rng& rng, Out out) noexcept {
  fill_with_uniform_variance(glorot_variance(p), rng, out);
}

void glorot_normal(const InitializerSpec&, const ParameterInfo& p, const core::Rng& rng, Out out) noexcept {
  fill_with_normal_variance(glorot_variance(p), rng, out);
}

void he_uniform(const InitializerSpec&, const ParameterInfo& p, const core::Rng& rng, Out out) noexcept {
  fill_with_uniform_variance(he_variance(p), rng, out);
}

void he_normal(const InitializerSpec&, const ParameterInfo& p, const core::Rng& rng, Out out) noexcept {
  fill_with_normal_variance(he_variance(p), rng, out);
}

constexpr Initializer kInitializers[] = {
    {InitializerType::zeros, "zeros", zeros},
    {InitializerType::constant, "constant", constant},
    {InitializerType::random_uniform, "randomUniform", random_uniform},
    {InitializerType::random_normal, "randomNormal", random_normal},
    {InitializerType::glorot_uniform, "glorotUniform", glorot_uniform},
    {InitializerType::glorot_normal, "glorotNormal", glorot_normal},
    {InitializerType::he_uniform, "heUniform", he_uniform},
    {InitializerType::he_normal, "heNormal", he_normal},
};

}  // namespace

std::span<const Initializer> initializers() noexcept { return kInitializers; }

void initialize(const InitializerSpec& spec, const layers::ParameterInfo& parameter, std::uint64_t seed,
                std::span<float> out) noexcept {
  const std::uint64_t name = core::Hash().add_text(parameter.name.c_str()).value();
  const core::Rng rng(seed, core::Purpose::weights, core::part_from_hash(name));
  kInitializers[static_cast<std::size_t>(spec.type)].fill(spec, parameter, rng, out);
}

}  // namespace nw::model
