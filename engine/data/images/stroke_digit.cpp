#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#include "data/generators/shapes.hpp"
#include "data/images/digit_strokes.hpp"
#include "data/images/kinds.hpp"
#include "simd/math.hpp"

namespace nw::data {
namespace {

constexpr int kMaxInk = 160;      // points of the finished curve
constexpr int kStepsPerSpan = 6;  // short enough that 28 pixels do not show corners

/// The pen's way over the paper, cut into short straight lines.
struct Ink {
  struct Dot {
    Place at;
    bool pen_down;  // a line leads here from the dot before
  };
  std::array<Dot, kMaxInk> dots;
  int count = 0;

  void add(Place at, bool pen_down) noexcept {
    assert(count < kMaxInk);
    dots[static_cast<std::size_t>(count++)] = {at, pen_down};
  }
  std::span<Dot> all() noexcept { return std::span(dots).first(static_cast<std::size_t>(count)); }
};

/// Between b and c on the curve through a, b, c and d.
///
/// Source   Catmull, Rom, A class of local interpolating splines (1974), with uniform parameters.
float spline(float a, float b, float c, float d, float t) noexcept {
  return b + 0.5f * t * (c - a + t * (2.0f * a - 5.0f * b + 4.0f * c - d + t * (3.0f * (b - c) + d - a)));
}

/// One stroke, its points trembling by `tremor` of the digit's size.
void write_stroke(ImageDraw& draw, PenPath stroke, float tremor, Ink& ink) noexcept {
  constexpr std::size_t kMaxPoints = 16;
  std::array<Place, kMaxPoints> points;
  const std::size_t count = stroke.size() / 2;
  assert(count >= 2 && count <= kMaxPoints);
  for (std::size_t i = 0; i < count; ++i) {
    const Place place{static_cast<float>(stroke[2 * i]) * 0.01f - 0.5f,
                      static_cast<float>(stroke[2 * i + 1]) * 0.01f - 0.5f};
    const bool corner = i > 0 && stroke[2 * i] == stroke[2 * i - 2] && stroke[2 * i + 1] == stroke[2 * i - 1];
    const bool free_end = i == 0 || i + 1 == count;  // where a pen comes down and lifts varies most
    const float shake = free_end ? 2.0f * tremor : tremor;
    points[i] = corner ? points[i - 1] : Place{place.x + draw.bell(shake), place.y + draw.bell(shake)};
  }
  ink.add(points[0], false);
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const Place a = points[i == 0 ? 0 : i - 1], b = points[i], c = points[i + 1],
                d = points[std::min(i + 2, count - 1)];
    if (b.x == c.x && b.y == c.y) continue;  // a corner
    for (int step = 1; step <= kStepsPerSpan; ++step) {
      const float t = static_cast<float>(step) / kStepsPerSpan;
      ink.add({spline(a.x, b.x, c.x, d.x, t), spline(a.y, b.y, c.y, d.y, t)}, true);
    }
  }
}

void write(ImageDraw& draw, PenPath path, float tremor, Ink& ink) noexcept {
  while (!path.empty()) {
    const auto end = std::find(path.begin(), path.end(), kPenUp);
    const auto length = static_cast<std::size_t>(end - path.begin());
    write_stroke(draw, path.first(length), tremor, ink);
    path = path.subspan(std::min(length + 1, path.size()));
  }
}

/// Shifts the proportions: the upper half taller than the lower or the other way round, and wider or
/// narrower.
void reshape(ImageDraw& draw, Ink& ink) noexcept {
  const float taller = draw.bell(0.22f), wider = draw.bell(0.35f);
  for (Ink::Dot& dot : ink.all()) {
    const Place at = dot.at;
    dot.at = {at.x * std::max(1.0f + wider * at.y, 0.2f), at.y + taller * (0.25f - at.y * at.y)};
  }
}

/// Bends the paper: a wave along and one across, each with its own direction.
void bend(ImageDraw& draw, Ink& ink) noexcept {
  for (int wave = 0; wave < 2; ++wave) {
    const float fx = draw.uniform(-5.0f, 5.0f), fy = draw.uniform(-5.0f, 5.0f),
                phase = draw.uniform(0.0f, kTwoPi);
    const float ax = draw.bell(0.065f), ay = draw.bell(0.065f);
    for (Ink::Dot& dot : ink.all()) {
      const float lift = simd::sin1(fx * dot.at.x + fy * dot.at.y + phase);
      dot.at = {dot.at.x + ax * lift, dot.at.y + ay * lift};
    }
  }
}

/// A hand: how wide, slanted and turned it writes.
Affine hand(ImageDraw& draw) noexcept {
  const float width = draw.uniform(0.45f, 1.15f), slant = draw.bell(0.25f) - 0.12f, angle = draw.bell(0.15f);
  Affine map = turned(width, 1.0f, angle, 0.0f, 0.0f);
  map.xy += slant * map.xx;
  map.yy += slant * map.yx;
  return map;
}

/// Moves the ink into the middle of the picture, the longer side of its box (pen included) being `size`.
void fit(Ink& ink, float size, float half_width, Place middle) noexcept {
  Place low = ink.dots[0].at, high = low;
  for (const Ink::Dot& dot : ink.all()) {
    low = {std::min(low.x, dot.at.x), std::min(low.y, dot.at.y)};
    high = {std::max(high.x, dot.at.x), std::max(high.y, dot.at.y)};
  }
  const float scale = (size - 2.0f * half_width) / std::max(high.x - low.x, high.y - low.y);
  for (Ink::Dot& dot : ink.all()) {
    dot.at = {middle.x + scale * (dot.at.x - 0.5f * (low.x + high.x)),
              middle.y + scale * (dot.at.y - 0.5f * (low.y + high.y))};
  }
}

/// How far the center of the brightness is from `middle`.
Place off_center(std::span<const float> shares, int width, Place middle) noexcept {
  float sum = 0.0f, sum_x = 0.0f, sum_y = 0.0f;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    sum += shares[i];
    sum_x += shares[i] * static_cast<float>(i % static_cast<std::size_t>(width));
    sum_y += shares[i] * static_cast<float>(i / static_cast<std::size_t>(width));
  }
  return {sum_x / sum - middle.x, sum_y / sum - middle.y};
}

Coverage inked(Ink& ink, Picture& picture, float half_width, float softness) noexcept {
  Coverage form(picture.height(), picture.width(), softness);
  for (int i = 1; i < ink.count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (ink.dots[at].pen_down) form.add_line(ink.dots[at - 1].at, ink.dots[at].at, half_width);
  }
  return form;
}

}  // namespace

// As MNIST was made: the digit fills a box of 20 by 20 in one direction, and the center of its brightness is
// brought to the middle of 28 by 28.   Source: LeCun, Cortes, Burges, yann.lecun.com/exdb/mnist.
void stroke_digit(ImageDraw& draw, Picture& picture, int label) noexcept {
  constexpr float kBox = 20.0f;
  const Place middle{0.5f * static_cast<float>(picture.width()) - 0.5f,
                     0.5f * static_cast<float>(picture.height()) - 0.5f};
  const auto ways = ways_to_write(label);
  Ink ink;
  const PenPath path = ways[static_cast<std::size_t>(draw.below(static_cast<int>(ways.size())))];
  write(draw, path, draw.uniform(0.01f, 0.07f), ink);
  reshape(draw, ink);
  bend(draw, ink);
  const Affine map = hand(draw);
  for (Ink::Dot& dot : ink.all()) dot.at = map(dot.at);

  const float half_width = draw.uniform(0.8f, 1.8f), softness = draw.uniform(0.7f, 1.4f);
  fit(ink, kBox, half_width, middle);
  const Place off = off_center(inked(ink, picture, half_width, softness).shares(), picture.width(), middle);
  for (Ink::Dot& dot : ink.all()) dot.at = {dot.at.x - off.x, dot.at.y - off.y};
  picture.clear(0.0f);
  picture.paint(inked(ink, picture, half_width, softness), 1.0f);
}

}  // namespace nw::data
