#include <cmath>

#include "data/generators/shapes.hpp"

namespace nw::data {
namespace {

struct Bump {
  float x, y, sign;
};

constexpr Bump kBumps[] = {
    {-4.0f, 2.5f, 1.0f},   {0.0f, 2.5f, -1.0f}, {4.0f, 2.5f, 1.0f},
    {-4.0f, -2.5f, -1.0f}, {0.0f, -2.5f, 1.0f}, {4.0f, -2.5f, -1.0f},
};

float height(float x, float y) noexcept {
  constexpr float kRadius = 2.0f;
  float highest = 0.0f;
  for (const Bump& bump : kBumps) {
    const float distance = std::sqrt((x - bump.x) * (x - bump.x) + (y - bump.y) * (y - bump.y));
    const float here = distance < kRadius ? bump.sign * (1.0f - distance / kRadius) : 0.0f;
    if (std::fabs(here) > std::fabs(highest)) highest = here;
  }
  return highest;
}

}  // namespace

Point six_bumps(const PointDraw& draw, int /*index*/, int /*samples*/, int /*classes*/,
                float noise) noexcept {
  constexpr float kHalf = 6.0f;
  const float x = draw.place(0, -kHalf, kHalf), y = draw.place(1, -kHalf, kHalf);
  const float noisy_x = x + draw.noise(0, -kHalf, kHalf) * noise;
  const float noisy_y = y + draw.noise(1, -kHalf, kHalf) * noise;
  return {x, y, height(noisy_x, noisy_y)};
}

}  // namespace nw::data
