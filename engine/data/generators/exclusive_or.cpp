#include "data/generators/shapes.hpp"

namespace nw::data {

Point exclusive_or(const PointDraw& draw, int /*index*/, int /*samples*/, int /*classes*/,
                   float noise) noexcept {
  constexpr float kHalf = 5.0f, kPadding = 0.3f;
  const auto padded = [](float v) { return v > 0.0f ? v + kPadding : v - kPadding; };
  const float x = padded(draw.place(0, -kHalf, kHalf));
  const float y = padded(draw.place(1, -kHalf, kHalf));
  const float noisy_x = x + draw.noise(0, -kHalf, kHalf) * noise;
  const float noisy_y = y + draw.noise(1, -kHalf, kHalf) * noise;
  return {x, y, noisy_x * noisy_y >= 0.0f ? 1.0f : 0.0f};
}

}  // namespace nw::data
