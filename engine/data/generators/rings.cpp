#include "data/generators/shapes.hpp"
#include "simd/math.hpp"

namespace nw::data {

Point rings(const PointDraw& draw, int index, int /*samples*/, int classes, float noise) noexcept {
  constexpr float kRadius = 5.0f, kGap = 1.0f / 3;
  const int label = index % classes;
  const float step = kRadius / (static_cast<float>(classes) - kGap);  // the outermost ring ends at kRadius
  const float inner = static_cast<float>(label) * step;
  const float r = draw.place(0, inner, inner + (1.0f - kGap) * step);
  const float angle = draw.place(1, 0.0f, kTwoPi);
  return {r * simd::sin1(angle) + draw.noise(0, -1.0f, 1.0f) * noise,
          r * simd::cos1(angle) + draw.noise(1, -1.0f, 1.0f) * noise, static_cast<float>(label)};
}

}  // namespace nw::data
