#include "data/generators.hpp"

#include <cassert>
#include <vector>

#include "data/generators/shapes.hpp"
#include "data/permutation.hpp"

namespace nw::data {
namespace {

constexpr Generator kGenerators[] = {
    {"circle", 2, 500, circle},   {"xor", 2, 500, exclusive_or}, {"gauss", 2, 500, two_gaussians},
    {"spiral", 2, 500, spiral},   {"plane", 0, 1200, plane},     {"regGauss", 0, 1200, six_bumps},
    {"moons", 2, 500, moons},     {"blobs", 3, 500, blobs, 10},  {"spirals", 3, 500, spirals, 10},
    {"rings", 3, 500, rings, 10},
};

constexpr std::uint64_t kDrawsPerPoint = 8;

}  // namespace

std::span<const Generator> generators() noexcept { return kGenerators; }

PointDraw::PointDraw(std::uint64_t seed, std::uint64_t point) noexcept
    : places_(seed, core::Purpose::samples), noises_(seed, core::Purpose::noise), point_(point) {}

float PointDraw::place(int which, float low, float high) const noexcept {
  return low + (high - low) * places_.uniform(point_ * kDrawsPerPoint + static_cast<std::uint64_t>(which));
}

float PointDraw::noise(int which, float low, float high) const noexcept {
  return low + (high - low) * noises_.uniform(point_ * kDrawsPerPoint + static_cast<std::uint64_t>(which));
}

core::Result<Dataset> generate(const GeneratedSpec& spec) noexcept {
  using core::Errc, core::Error;
  assert(spec.generator != nullptr);
  if (spec.samples < 2) return Error{Errc::bad_value, "samples", 2, double(spec.samples)};
  if (spec.samples > kMaxSamples) return Error{Errc::bad_value, "samples", kMaxSamples, double(spec.samples)};
  const bool noise_is_valid = spec.noise >= 0.0 && spec.noise <= 1.0;  // false for NaN, too
  if (!noise_is_valid) return Error{Errc::bad_value, "noise", 1, spec.noise};

  const int own = spec.generator->classes, most = spec.generator->most_classes;
  const int classes = spec.classes == 0 ? own : spec.classes;
  if (classes > most) return Error{Errc::bad_value, "classes", double(most), double(classes)};
  const int fewest = own == most ? own : 2;
  if (classes < fewest) return Error{Errc::bad_value, "classes", double(fewest), double(classes)};

  std::vector<std::int32_t> order(static_cast<std::size_t>(spec.samples));
  count_up(order);
  permute(order, core::Rng(spec.seed, core::Purpose::samples, 1));

  std::vector<float> inputs, targets;
  inputs.reserve(order.size() * 2);
  targets.reserve(order.size());
  for (const std::int32_t index : order) {
    const PointDraw draw(spec.seed, static_cast<std::uint64_t>(index));
    const Point point =
        spec.generator->point(draw, index, spec.samples, classes, static_cast<float>(spec.noise));
    inputs.push_back(point.x);
    inputs.push_back(point.y);
    targets.push_back(point.target);
  }
  Table table{inputs, targets, spec.samples, 2, 1, classes};
  return Dataset::make(table, Scaling::none, spec.split);
}

}  // namespace nw::data
