#include <cmath>

#include "data/generators/shapes.hpp"
#include "simd/math.hpp"

namespace nw::data {

Point circle(const PointDraw& draw, int index, int samples, int /*classes*/, float noise) noexcept {
  constexpr float kRadius = 5.0f, kInner = 0.5f * kRadius, kGap = 0.7f * kRadius;
  const bool inside = index < samples / 2;
  const float r = inside ? draw.place(0, 0.0f, kInner) : draw.place(0, kGap, kRadius);
  const float angle = draw.place(1, 0.0f, kTwoPi);
  const float x = r * simd::sin1(angle), y = r * simd::cos1(angle);
  const float noisy_x = x + draw.noise(0, -kRadius, kRadius) * noise;
  const float noisy_y = y + draw.noise(1, -kRadius, kRadius) * noise;
  const bool labeled_inside = std::sqrt(noisy_x * noisy_x + noisy_y * noisy_y) < kInner;
  return {x, y, labeled_inside ? 1.0f : 0.0f};
}

}  // namespace nw::data
