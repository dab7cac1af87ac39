#include "data/generators/shapes.hpp"
#include "simd/math.hpp"

namespace nw::data {

Point spiral(const PointDraw& draw, int index, int samples, int /*classes*/, float noise) noexcept {
  constexpr float kRadius = 5.0f, kTurns = 1.75f;
  const int half = samples / 2;
  const bool first = index < half;
  const int points = first ? half : samples - half;
  const float along = static_cast<float>(first ? index : index - half) / static_cast<float>(points);
  const float r = along * kRadius;
  const float angle = kTurns * along * kTwoPi + (first ? 0.0f : 0.5f * kTwoPi);
  return {r * simd::sin1(angle) + draw.noise(0, -1.0f, 1.0f) * noise,
          r * simd::cos1(angle) + draw.noise(1, -1.0f, 1.0f) * noise, first ? 1.0f : 0.0f};
}

}  // namespace nw::data
