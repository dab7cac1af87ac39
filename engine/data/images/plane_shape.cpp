#include <cassert>

#include "data/generators/shapes.hpp"
#include "data/images/kinds.hpp"
#include "simd/math.hpp"

namespace nw::data {
namespace {

/// On the circle of radius r, `turns` of a turn from the top.
Place on_circle(float r, float turns) noexcept {
  return {r * simd::sin1(turns * kTwoPi), -r * simd::cos1(turns * kTwoPi)};
}

void add_quad(Coverage& form, const Affine& map, Place a, Place b, Place c, Place d) noexcept {
  const Place corners[] = {map(a), map(b), map(c), map(d)};
  form.add_polygon(corners);
}

void add_bar(Coverage& form, const Affine& map, float half_width, float half_height) noexcept {
  add_quad(form, map, {-half_width, -half_height}, {half_width, -half_height}, {half_width, half_height},
           {-half_width, half_height});
}

/// The five-pointed star whose edges are the diagonals of a pentagon. Each piece reaches from a tip to the
/// opposite notch, so that pieces overlap and no seam is left between them.
void add_star(Coverage& form, const Affine& map) noexcept {
  constexpr float kNotch = 0.381966f;  // (3 - sqrt 5) / 2
  for (int tip = 0; tip < 5; ++tip) {
    const float turns = 0.2f * static_cast<float>(tip);
    add_quad(form, map, on_circle(1.0f, turns), on_circle(kNotch, turns + 0.3f),
             on_circle(kNotch, turns + 0.5f), on_circle(kNotch, turns + 0.7f));
  }
}

}  // namespace

void plane_shape(ImageDraw& draw, Picture& picture, int label) noexcept {
  const float half = 0.5f * static_cast<float>(picture.width() - 1);
  const float radius = draw.uniform(0.55f, 0.9f) * half, room = half - radius;
  const float angle = draw.uniform(0.0f, kTwoPi);
  const float x = half + draw.uniform(-room, room), y = half + draw.uniform(-room, room);
  const Affine map = turned(radius, radius, angle, x, y);
  Coverage form(picture.height(), picture.width());
  switch (label) {
    case 0: {
      constexpr float kCircle = 0.85f;  // near the area of the others
      form.add_ellipse(
          {map.xx * kCircle, map.xy * kCircle, map.x0, map.yx * kCircle, map.yy * kCircle, map.y0});
      break;
    }
    case 1:
      add_bar(form, map, 0.72f, 0.72f);
      break;
    case 2: {
      const Place corners[] = {map(on_circle(1.0f, 0.0f)), map(on_circle(1.0f, 1.0f / 3)),
                               map(on_circle(1.0f, 2.0f / 3))};
      form.add_polygon(corners);
      break;
    }
    case 3:
      add_bar(form, map, 1.0f, 0.28f);
      add_bar(form, map, 0.28f, 1.0f);
      break;
    default:
      assert(label == 4);
      add_star(form, map);
  }
  picture.clear(draw.uniform(0.0f, 0.25f));
  picture.paint(form, draw.uniform(0.6f, 1.0f));
}

}  // namespace nw::data
