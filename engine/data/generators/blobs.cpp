#include <cmath>

#include "data/generators/shapes.hpp"
#include "simd/math.hpp"

namespace nw::data {

Point normal_pair(const PointDraw& draw) noexcept {
  const float length = std::sqrt(-2.0f * simd::log1(1.0f - draw.noise(0, 0.0f, 1.0f)));  // 1 - u is never 0
  const float angle = draw.noise(1, 0.0f, kTwoPi);
  return {length * simd::cos1(angle), length * simd::sin1(angle), 0.0f};
}

Point blobs(const PointDraw& draw, int index, int /*samples*/, int classes, float noise) noexcept {
  constexpr float kRadius = 4.0f;
  const int label = index % classes;
  const float angle = kTwoPi * static_cast<float>(label) / static_cast<float>(classes);
  const float deviation = 0.5f + noise;
  const Point normal = normal_pair(draw);
  return {kRadius * simd::sin1(angle) + deviation * normal.x,
          kRadius * simd::cos1(angle) + deviation * normal.y, static_cast<float>(label)};
}

}  // namespace nw::data
