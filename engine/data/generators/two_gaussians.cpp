#include <cmath>

#include "data/generators/shapes.hpp"
#include "simd/math.hpp"

namespace nw::data {

Point two_gaussians(const PointDraw& draw, int index, int samples, int /*classes*/, float noise) noexcept {
  const bool positive = index < samples / 2;
  const float center = positive ? 2.0f : -2.0f;
  const float deviation =
      std::sqrt(0.5f + 7.0f * noise);  // TF Playground: variance 0.5 to 4 for noise 0 to 0.5
  // Box-Muller: two independent normal numbers from two uniform ones. 1 - u is never 0.
  const float length = std::sqrt(-2.0f * simd::log1(1.0f - draw.place(0, 0.0f, 1.0f)));
  const float angle = draw.place(1, 0.0f, kTwoPi);
  return {center + deviation * length * simd::cos1(angle), center + deviation * length * simd::sin1(angle),
          positive ? 1.0f : 0.0f};
}

}  // namespace nw::data
