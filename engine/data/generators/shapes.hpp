#pragma once

#include "data/generators.hpp"

namespace nw::data {

// The shapes, one a file. Half of the points of a two-class set have index < samples / 2 and belong to one
// class before the noise.

/// Class 1 in a disc of radius 2.5, class 0 in a ring from 3.5 to 5. The label is that of the noisy point.
Point circle(const PointDraw& draw, int index, int samples, float noise) noexcept;

/// A square to 5.3, kept 0.3 away from the axes; class 1 where x and y have the same sign. The label is that
/// of the noisy point.
Point exclusive_or(const PointDraw& draw, int index, int samples, float noise) noexcept;

/// Two Gaussians at (2, 2), class 1, and (-2, -2), class 0; variance 0.5 + 7 * noise.
Point two_gaussians(const PointDraw& draw, int index, int samples, float noise) noexcept;

/// Two arms of 1.75 turns to radius 5.
Point spiral(const PointDraw& draw, int index, int samples, float noise) noexcept;

/// Regression: (x + y) / 10 over -6 … 6, read at the noisy point.
Point plane(const PointDraw& draw, int index, int samples, float noise) noexcept;

/// Regression: six cones of radius 2 at (-4, 0, 4) x (±2.5), alternating in sign, read at the noisy point.
Point six_bumps(const PointDraw& draw, int index, int samples, float noise) noexcept;

inline constexpr float kTwoPi = 6.28318530717958648f;

}  // namespace nw::data
