#include "data/generators/shapes.hpp"

namespace nw::data {

Point plane(const PointDraw& draw, int /*index*/, int /*samples*/, int /*classes*/, float noise) noexcept {
  constexpr float kHalf = 6.0f;
  const float x = draw.place(0, -kHalf, kHalf), y = draw.place(1, -kHalf, kHalf);
  const float noisy_x = x + draw.noise(0, -kHalf, kHalf) * noise;
  const float noisy_y = y + draw.noise(1, -kHalf, kHalf) * noise;
  return {x, y, (noisy_x + noisy_y) / 10.0f};
}

}  // namespace nw::data
