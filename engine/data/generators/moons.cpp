#include "data/generators/shapes.hpp"
#include "simd/math.hpp"

namespace nw::data {

Point moons(const PointDraw& draw, int index, int samples, int /*classes*/, float noise) noexcept {
  constexpr float kRadius = 4.0f, kShiftX = 0.5f * kRadius, kShiftY = 0.25f * kRadius;
  const bool upper = index < samples / 2;
  const float angle = draw.place(0, 0.0f, 0.5f * kTwoPi);
  const float side = upper ? 1.0f : -1.0f;  // the lower moon is the upper one, turned by half
  const Point normal = normal_pair(draw);
  return {side * (kRadius * simd::cos1(angle) - kShiftX) + normal.x * noise,
          side * (kRadius * simd::sin1(angle) - kShiftY) + normal.y * noise, upper ? 0.0f : 1.0f};
}

}  // namespace nw::data
