#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

#include "data/generators/shapes.hpp"
#include "data/images/kinds.hpp"
#include "simd/math.hpp"

namespace nw::data {

void oriented_edge(ImageDraw& draw, Picture& picture, int label) noexcept {
  constexpr float kStep = 0.5f * kTwoPi / static_cast<float>(std::size(kEdgeNames));
  // Up to 0.35 of the way to the next class: near enough for a person to tell, and never a tie.
  const float angle = kStep * (static_cast<float>(label) + draw.uniform(-0.35f, 0.35f));
  const float across_x = -simd::sin1(angle), across_y = simd::cos1(angle);
  const float center_x = 0.5f * static_cast<float>(picture.width() - 1);
  const float center_y = 0.5f * static_cast<float>(picture.height() - 1);
  const float reach = 0.25f * static_cast<float>(picture.width());
  const float offset = draw.uniform(-reach, reach), softness = draw.uniform(0.8f, 1.6f);
  const bool is_bar = draw.chance(0.5f);
  const float half_width = draw.uniform(0.6f, 1.8f);
  float dark = draw.uniform(0.0f, 0.4f), bright = dark + draw.uniform(0.3f, 0.6f);
  if (draw.chance(0.5f)) std::swap(dark, bright);

  float* pixel = picture.pixels().data();
  for (int y = 0; y < picture.height(); ++y) {
    for (int x = 0; x < picture.width(); ++x) {
      const float distance = across_x * (static_cast<float>(x) - center_x) +
                             across_y * (static_cast<float>(y) - center_y) - offset;
      const float inside = is_bar ? half_width - std::fabs(distance) : distance;
      *pixel++ = dark + (bright - dark) * std::clamp(inside / softness + 0.5f, 0.0f, 1.0f);
    }
  }
}

}  // namespace nw::data
