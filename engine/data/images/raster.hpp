#pragma once

#include <array>
#include <span>

namespace nw::data {

/// A place in an image: x to the right, y down, in pixels; a pixel's center is at whole numbers.
struct Place {
  float x, y;
};

/// x' = xx * x + xy * y + x0, y' = yx * x + yy * y + y0
struct Affine {
  float xx = 1, xy = 0, x0 = 0, yx = 0, yy = 1, y0 = 0;

  Place operator()(Place p) const noexcept { return {xx * p.x + xy * p.y + x0, yx * p.x + yy * p.y + y0}; }
};

/// Scaled, then turned by `angle` radians (from right to down), then moved.
Affine turned(float scale_x, float scale_y, float angle, float x0, float y0) noexcept;

inline constexpr int kMaxPixels = 32 * 32;
inline constexpr int kMaxCorners = 24;

/// The share of each pixel that a form covers, with an edge that is `softness` pixels wide. Forms added to
/// one coverage unite: a pixel keeps the larger share.
///
/// Needs    height * width <= kMaxPixels. Asserted.
class Coverage {
 public:
  Coverage(int height, int width, float softness = 1.0f) noexcept;

  /// A straight pen stroke with round ends.
  void add_line(Place from, Place to, float half_width) noexcept;

  /// A convex polygon, its corners in either direction.
  ///
  /// Needs    3 … kMaxCorners corners. Asserted.
  void add_polygon(std::span<const Place> corners) noexcept;

  /// The ellipse that `map` makes of the circle of radius 1 around 0.
  void add_ellipse(const Affine& map) noexcept;

  std::span<const float> shares() const noexcept {
    return std::span(shares_).first(static_cast<std::size_t>(height_ * width_));
  }

 private:
  void add(int y, int x, float inside) noexcept;

  int height_, width_;
  float softness_;
  std::array<float, kMaxPixels> shares_{};
};

/// An image being painted, back to front; or, instead, the mask of one of its parts.
class Picture {
 public:
  static constexpr int kWholeImage = -1;

  Picture(int height, int width, std::span<float> pixels, int part = kWholeImage) noexcept;

  int height() const noexcept { return height_; }
  int width() const noexcept { return width_; }
  std::span<float> pixels() noexcept { return pixels_; }

  /// Every pixel becomes `value`; a mask becomes 0.
  void clear(float value) noexcept;

  /// Lays a form of brightness `value` over what is there.
  void paint(const Coverage& form, float value, int part = 0) noexcept;

 private:
  int height_, width_;
  std::span<float> pixels_;
  int part_;
};

}  // namespace nw::data
