#include "data/generators/shapes.hpp"
#include "simd/math.hpp"

namespace nw::data {

Point spirals(const PointDraw& draw, int index, int samples, int classes, float noise) noexcept {
  constexpr float kRadius = 5.0f, kTurns = 1.0f;
  const int label = index % classes;
  const int points = (samples - label + classes - 1) / classes;  // of this arm
  const float along = static_cast<float>(index / classes) / static_cast<float>(points);
  const float r = along * kRadius;
  const float angle = kTwoPi * (kTurns * along + static_cast<float>(label) / static_cast<float>(classes));
  return {r * simd::sin1(angle) + draw.noise(0, -1.0f, 1.0f) * noise,
          r * simd::cos1(angle) + draw.noise(1, -1.0f, 1.0f) * noise, static_cast<float>(label)};
}

}  // namespace nw::data
