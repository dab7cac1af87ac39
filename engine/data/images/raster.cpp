#include "data/images/raster.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "data/generators/shapes.hpp"
#include "simd/math.hpp"

namespace nw::data {
namespace {

/// The whole numbers of 0 … size-1 within [low, high].
struct PixelRange {
  int first, last;

  PixelRange(float low, float high, int size) noexcept
      : first(static_cast<int>(std::floor(std::clamp(low, 0.0f, static_cast<float>(size))))),
        last(static_cast<int>(std::ceil(std::clamp(high, -1.0f, static_cast<float>(size - 1))))) {}
};

}  // namespace

Affine turned(float scale_x, float scale_y, float angle, float x0, float y0) noexcept {
  const float sine = simd::sin1(angle), cosine = simd::cos1(angle);
  return {scale_x * cosine, -scale_y * sine, x0, scale_x * sine, scale_y * cosine, y0};
}

Coverage::Coverage(int height, int width, float softness) noexcept
    : height_(height), width_(width), softness_(softness) {
  assert(height * width <= kMaxPixels && softness > 0.0f);
}

/// `inside` is the distance to the form's edge, negative outside.
void Coverage::add(int y, int x, float inside) noexcept {
  float& share = shares_[static_cast<std::size_t>(y * width_ + x)];
  share = std::max(share, std::min(inside / softness_ + 0.5f, 1.0f));
}

void Coverage::add_line(Place from, Place to, float half_width) noexcept {
  const float reach = half_width + softness_;
  const PixelRange rows(std::min(from.y, to.y) - reach, std::max(from.y, to.y) + reach, height_);
  const PixelRange columns(std::min(from.x, to.x) - reach, std::max(from.x, to.x) + reach, width_);
  const float dx = to.x - from.x, dy = to.y - from.y;
  const float square = dx * dx + dy * dy;
  for (int y = rows.first; y <= rows.last; ++y) {
    for (int x = columns.first; x <= columns.last; ++x) {
      const float px = static_cast<float>(x) - from.x, py = static_cast<float>(y) - from.y;
      const float along = square > 0.0f ? std::clamp((px * dx + py * dy) / square, 0.0f, 1.0f) : 0.0f;
      const float ex = px - along * dx, ey = py - along * dy;
      add(y, x, half_width - std::sqrt(ex * ex + ey * ey));
    }
  }
}

void Coverage::add_polygon(std::span<const Place> corners) noexcept {
  const std::size_t count = corners.size();
  assert(count >= 3 && count <= kMaxCorners);
  float area = 0.0f;
  for (std::size_t i = 0; i < count; ++i) {
    const Place a = corners[i], b = corners[(i + 1) % count];
    area += a.x * b.y - a.y * b.x;
  }
  // An edge as nx * x + ny * y + offset: the distance to its line, positive on the inner side.
  struct Edge {
    float nx, ny, offset;
  } edges[kMaxCorners];
  Place low = corners[0], high = corners[0];
  for (std::size_t i = 0; i < count; ++i) {
    const Place a = corners[i], b = corners[(i + 1) % count];
    const float dx = b.x - a.x, dy = b.y - a.y;
    const float length = std::sqrt(dx * dx + dy * dy), scale = (area > 0.0f ? 1.0f : -1.0f) / length;
    edges[i] = {-dy * scale, dx * scale, (dy * a.x - dx * a.y) * scale};
    low = {std::min(low.x, a.x), std::min(low.y, a.y)};
    high = {std::max(high.x, a.x), std::max(high.y, a.y)};
  }
  const PixelRange rows(low.y - softness_, high.y + softness_, height_);
  const PixelRange columns(low.x - softness_, high.x + softness_, width_);
  for (int y = rows.first; y <= rows.last; ++y) {
    for (int x = columns.first; x <= columns.last; ++x) {
      float inside = softness_;
      for (std::size_t i = 0; i < count; ++i) {
        const Edge& edge = edges[i];
        inside =
            std::min(inside, edge.nx * static_cast<float>(x) + edge.ny * static_cast<float>(y) + edge.offset);
      }
      add(y, x, inside);
    }
  }
}

void Coverage::add_ellipse(const Affine& map) noexcept {
  Place corners[kMaxCorners];
  for (int i = 0; i < kMaxCorners; ++i) {
    const float angle = kTwoPi / kMaxCorners * static_cast<float>(i);
    corners[i] = map({simd::cos1(angle), simd::sin1(angle)});
  }
  add_polygon(corners);
}

Picture::Picture(int height, int width, std::span<float> pixels, int part) noexcept
    : height_(height), width_(width), pixels_(pixels), part_(part) {
  assert(pixels.size() == static_cast<std::size_t>(height * width));
}

void Picture::clear(float value) noexcept {
  std::fill(pixels_.begin(), pixels_.end(), part_ == kWholeImage ? value : 0.0f);
}

void Picture::paint(const Coverage& form, float value, int part) noexcept {
  if (part_ != kWholeImage) value = part == part_ ? 1.0f : 0.0f;
  const auto shares = form.shares();
  for (std::size_t i = 0; i < pixels_.size(); ++i) pixels_[i] += (value - pixels_[i]) * shares[i];
}

}  // namespace nw::data
