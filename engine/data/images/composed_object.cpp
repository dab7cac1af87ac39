#include <algorithm>
#include <cassert>

#include "data/images/kinds.hpp"

namespace nw::data {
namespace {

using enum Part;

/// Paints parts of an object that fills -1 … 1 in both directions.
class Sketch {
 public:
  Sketch(ImageDraw& draw, Picture& picture) noexcept : picture_(picture) {
    const float half = 0.5f * static_cast<float>(picture.width() - 1);
    const float scale = draw.uniform(0.6f, 0.85f) * half, stretch = draw.uniform(0.85f, 1.15f);
    const float room = half - 0.9f * scale;
    const float facing = draw.chance(0.5f) ? 1.0f : -1.0f, angle = draw.bell(0.06f);
    const float x = half + draw.bell(0.3f) * room, y = half + draw.bell(0.3f) * room;
    map_ = turned(facing * scale * stretch, scale, angle, x, y);
  }

  template <std::size_t count>
  void polygon(Part part, float value, const Place (&corners)[count]) noexcept {
    Place mapped[count];
    std::transform(corners, corners + count, mapped, map_);
    Coverage form = blank();
    form.add_polygon(mapped);
    picture_.paint(form, value, static_cast<int>(part));
  }

  void box(Part part, float value, float left, float top, float right, float bottom) noexcept {
    polygon(part, value, {{left, top}, {right, top}, {right, bottom}, {left, bottom}});
  }

  void ellipse(Part part, float value, float x, float y, float rx, float ry) noexcept {
    const Place center = map_({x, y});
    Coverage form = blank();
    form.add_ellipse({map_.xx * rx, map_.xy * ry, center.x, map_.yx * rx, map_.yy * ry, center.y});
    picture_.paint(form, value, static_cast<int>(part));
  }

  /// A line through three points, bent at the middle one.
  void line(Part part, float value, Place a, Place b, Place c, float half_width) noexcept {
    Coverage form = blank();
    form.add_line(map_(a), map_(b), half_width);
    form.add_line(map_(b), map_(c), half_width);
    picture_.paint(form, value, static_cast<int>(part));
  }

 private:
  Coverage blank() const noexcept { return {picture_.height(), picture_.width()}; }

  Picture& picture_;
  Affine map_;
};

// At most one number is drawn within a call's arguments: compilers differ in the order of those.
//
// The parts that lie upon others are darker or brighter than those by 0.2 at least, and nothing is black: the
// object without noise is where the image is not 0.

void house(ImageDraw& draw, Sketch& sketch) noexcept {
  const float eaves = draw.uniform(-0.15f, 0.15f), peak = draw.uniform(-0.3f, 0.3f);
  if (draw.chance(0.6f)) sketch.box(chimney, draw.uniform(0.4f, 0.9f), 0.35f, -0.85f, 0.6f, eaves);
  sketch.box(wall, draw.uniform(0.5f, 0.7f), -0.8f, eaves - 0.1f, 0.8f, 0.95f);
  sketch.polygon(roof, draw.uniform(0.85f, 1.0f), {{-1.0f, eaves}, {peak, -0.95f}, {1.0f, eaves}});
  const float entry = draw.uniform(-0.45f, 0.0f);
  const float lintel = draw.uniform(0.3f, 0.45f);
  sketch.box(door, draw.uniform(0.1f, 0.25f), entry - 0.2f, lintel, entry + 0.2f, 0.95f);
  const float pane = draw.uniform(0.15f, 0.22f), sill = draw.uniform(0.35f, 0.5f);
  if (draw.chance(0.8f))
    sketch.box(window, draw.uniform(0.1f, 0.3f), 0.5f - pane, sill - pane, 0.5f + pane, sill + pane);
}

void face(ImageDraw& draw, Sketch& sketch) noexcept {
  const float skin = draw.uniform(0.6f, 0.95f), dark = draw.uniform(0.08f, 0.25f);
  sketch.ellipse(head, skin, 0.0f, 0.0f, draw.uniform(0.7f, 0.9f), 0.95f);
  const float apart = draw.uniform(0.28f, 0.4f), brow = draw.uniform(-0.4f, -0.15f);
  const float rx = draw.uniform(0.1f, 0.17f), ry = draw.uniform(0.1f, 0.17f);
  for (const float side : {-apart, apart}) sketch.ellipse(eye, dark, side, brow, rx, ry);
  if (draw.chance(0.7f)) {
    sketch.line(nose, 0.5f * skin, {0.0f, brow + 0.15f}, {-0.08f, 0.2f}, {0.06f, 0.22f}, 0.4f);
  }
  const float lips = draw.uniform(0.4f, 0.6f), smile = draw.uniform(-0.12f, 0.2f),
              wide = draw.uniform(0.25f, 0.42f);
  sketch.line(mouth, dark, {-wide, lips - smile}, {0.0f, lips}, {wide, lips - smile},
              draw.uniform(0.5f, 0.9f));
}

void vehicle(ImageDraw& draw, Sketch& sketch) noexcept {
  const float hood = draw.uniform(-0.15f, 0.1f), top = hood - draw.uniform(0.5f, 0.65f);
  const float front = draw.uniform(0.2f, 0.6f), rear = draw.uniform(-0.95f, -0.5f),
              paint = draw.uniform(0.6f, 1.0f);
  sketch.polygon(
      cabin, draw.uniform(0.5f, 1.0f),
      {{rear - 0.05f, hood + 0.1f}, {rear + 0.1f, top}, {front - 0.2f, top}, {front + 0.2f, hood + 0.1f}});
  sketch.polygon(window, draw.uniform(0.1f, 0.3f),
                 {{rear + 0.15f, hood - 0.05f},
                  {rear + 0.25f, top + 0.15f},
                  {front - 0.25f, top + 0.15f},
                  {front, hood - 0.05f}});
  sketch.box(body, paint, -1.0f, hood, 1.0f, hood + draw.uniform(0.5f, 0.6f));
  const float radius = draw.uniform(0.24f, 0.32f), axles = draw.uniform(0.5f, 0.65f);
  for (const float side : {-axles, axles})
    sketch.ellipse(wheel, draw.uniform(0.15f, 0.35f), side, hood + 0.55f, radius, radius);
}

void tree(ImageDraw& draw, Sketch& sketch) noexcept {
  const float half = draw.uniform(0.09f, 0.17f), leaves = draw.uniform(0.65f, 1.0f);
  sketch.box(trunk, draw.uniform(0.25f, 0.45f), -half, 0.1f, half, 0.97f);
  if (draw.chance(0.5f)) {
    for (const float at : {0.45f, 0.0f, -0.4f}) {  // a fir: the lower tiers are wider
      const float wide = 0.55f + 0.4f * at + draw.uniform(0.0f, 0.1f);
      sketch.polygon(crown, leaves, {{-wide, at + 0.1f}, {0.0f, at - 0.6f}, {wide, at + 0.1f}});
    }
    return;
  }
  const float wide = draw.uniform(0.55f, 0.75f);
  sketch.ellipse(crown, leaves, 0.0f, -0.3f, wide, draw.uniform(0.5f, 0.65f));
  for (const float side : {-0.4f, 0.4f}) {
    const float x = side + draw.bell(0.1f), y = draw.uniform(-0.3f, 0.1f);
    sketch.ellipse(crown, leaves, x, y, 0.4f, draw.uniform(0.3f, 0.4f));
  }
}

}  // namespace

void composed_object(ImageDraw& draw, Picture& picture, int label) noexcept {
  constexpr void (*kObjects[])(ImageDraw&, Sketch&) noexcept = {house, face, vehicle, tree};
  assert(label >= 0 && label < 4);
  picture.clear(0.0f);
  Sketch sketch(draw, picture);
  kObjects[label](draw, sketch);
}

}  // namespace nw::data
