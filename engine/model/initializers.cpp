#include "model/initializers.hpp"

#include <algorithm>
#include <cmath>

#include "core/hash.hpp"
#include "kernels/orthonormalize.hpp"
#include "kernels/random_fill.hpp"

namespace nw::model {
namespace {

using layers::ParameterInfo;
using Out = std::span<float>;

double glorot_variance(const ParameterInfo& p) noexcept {
  return 2.0 / (double(p.fan_in) + double(p.fan_out));
}
double he_variance(const ParameterInfo& p) noexcept { return 2.0 / double(p.fan_in); }
double lecun_variance(const ParameterInfo& p) noexcept { return 1.0 / double(p.fan_in); }

/// A parameter as a matrix: kernels of more axes are flattened to [all others, last].
struct Matrix {
  std::int64_t rows, cols;
};
Matrix matrix_of(const core::Shape& shape) noexcept {
  const std::int64_t cols = shape[shape.rank() - 1];
  return {shape.size() / cols, cols};
}

void fill_with_uniform_variance(double variance, const core::Rng& rng, Out out) noexcept {
  const auto limit = static_cast<float>(std::sqrt(3.0 * variance));
  kernels::fill_uniform(out, rng, -limit, limit);
}

void fill_with_normal_variance(double variance, const core::Rng& rng, Out out) noexcept {
  const double uncut = std::sqrt(variance) / kernels::kTruncatedNormalStddev;
  kernels::fill_truncated_normal(out, rng, 0.0f, static_cast<float>(uncut));
}

void fill_with_uncut_variance(double variance, const core::Rng& rng, Out out) noexcept {
  kernels::fill_normal(out, rng, 0.0f, static_cast<float>(std::sqrt(variance)));
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

void ones(const InitializerSpec&, const ParameterInfo&, const core::Rng&, Out out) noexcept {
  std::fill(out.begin(), out.end(), 1.0f);
}

void truncated_normal(const InitializerSpec& spec, const ParameterInfo&, const core::Rng& rng,
                      Out out) noexcept {
  kernels::fill_truncated_normal(out, rng, static_cast<float>(spec.mean), static_cast<float>(spec.stddev));
}

void variance_scaling(const InitializerSpec& spec, const ParameterInfo& p, const core::Rng& rng,
                      Out out) noexcept {
  const double fan = spec.mode == FanMode::fan_in    ? double(p.fan_in)
                     : spec.mode == FanMode::fan_out ? double(p.fan_out)
                                                     : (double(p.fan_in) + double(p.fan_out)) / 2.0;
  const double variance = spec.scale / fan;
  switch (spec.distribution) {
    case Distribution::truncated_normal:
      return fill_with_normal_variance(variance, rng, out);
    case Distribution::untruncated_normal:
      return fill_with_uncut_variance(variance, rng, out);
    case Distribution::uniform:
      return fill_with_uniform_variance(variance, rng, out);
  }
}

void lecun_uniform(const InitializerSpec&, const ParameterInfo& p, const core::Rng& rng, Out out) noexcept {
  fill_with_uniform_variance(lecun_variance(p), rng, out);
}

void lecun_normal(const InitializerSpec&, const ParameterInfo& p, const core::Rng& rng, Out out) noexcept {
  fill_with_normal_variance(lecun_variance(p), rng, out);
}

void orthogonal(const InitializerSpec& spec, const ParameterInfo& p, const core::Rng& rng, Out out) noexcept {
  const auto [rows, cols] = matrix_of(p.shape);
  kernels::fill_normal(out, rng, 0.0f, 1.0f);
  kernels::orthonormalize(out, static_cast<std::size_t>(rows), static_cast<std::size_t>(cols));
  const auto gain = static_cast<float>(spec.gain);
  for (float& value : out) value *= gain;
}

void identity(const InitializerSpec& spec, const ParameterInfo& p, const core::Rng&, Out out) noexcept {
  const auto [rows, cols] = matrix_of(p.shape);
  std::fill(out.begin(), out.end(), 0.0f);
  for (std::int64_t i = 0; i < std::min(rows, cols); ++i)
    out[static_cast<std::size_t>(i * cols + i)] = static_cast<float>(spec.gain);
}

/// kaiming_uniform_ with a = sqrt(5) is a variance of 1 / (3 fan_in).
void pytorch_default(const InitializerSpec&, const ParameterInfo& p, const core::Rng& rng, Out out) noexcept {
  fill_with_uniform_variance(lecun_variance(p) / 3.0, rng, out);
}

void pytorch_he_normal(const InitializerSpec&, const ParameterInfo& p, const core::Rng& rng,
                       Out out) noexcept {
  fill_with_uncut_variance(he_variance(p), rng, out);
}

void pytorch_glorot_normal(const InitializerSpec&, const ParameterInfo& p, const core::Rng& rng,
                           Out out) noexcept {
  fill_with_uncut_variance(glorot_variance(p), rng, out);
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
    {InitializerType::ones, "ones", ones},
    {InitializerType::truncated_normal, "truncatedNormal", truncated_normal},
    {InitializerType::variance_scaling, "varianceScaling", variance_scaling},
    {InitializerType::lecun_uniform, "lecunUniform", lecun_uniform},
    {InitializerType::lecun_normal, "lecunNormal", lecun_normal},
    {InitializerType::orthogonal, "orthogonal", orthogonal},
    {InitializerType::identity, "identity", identity},
    {InitializerType::pytorch_default, "pytorchDefault", pytorch_default},
    {InitializerType::pytorch_he_normal, "pytorchHeNormal", pytorch_he_normal},
    {InitializerType::pytorch_glorot_normal, "pytorchGlorotNormal", pytorch_glorot_normal},
};

}  // namespace

std::span<const Initializer> initializers() noexcept { return kInitializers; }

core::Status check_initializer(const InitializerSpec& spec, const layers::ParameterInfo& parameter,
                               const core::FieldName& field) noexcept {
  const bool is_orthogonal = spec.type == InitializerType::orthogonal;
  if (!is_orthogonal && spec.type != InitializerType::identity) return {};
  const int rank = parameter.shape.rank();
  if (is_orthogonal ? rank < 2 : rank != 2) return core::Error{core::Errc::bad_spec, field, 2, double(rank)};
  if (!is_orthogonal) return {};
  const auto [rows, cols] = matrix_of(parameter.shape);
  const double side = double(std::min(rows, cols)), work = side * side * double(std::max(rows, cols));
  if (side > kernels::kMaxOrthonormal || work > kMaxOrthogonalWork)
    return core::Error{core::Errc::bad_value, field, kMaxOrthogonalWork, work};
  return {};
}

void initialize(const InitializerSpec& spec, const layers::ParameterInfo& parameter, std::uint64_t seed,
                std::span<float> out) noexcept {
  const std::uint64_t name = core::Hash().add_text(parameter.name.c_str()).value();
  const core::Rng rng(seed, core::Purpose::weights, core::part_from_hash(name));
  kInitializers[static_cast<std::size_t>(spec.type)].fill(spec, parameter, rng, out);
}

}  // namespace nw::model
