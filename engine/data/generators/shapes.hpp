#pragma once

#include "data/generators.hpp"

namespace nw::data {

// The shapes, one a file. Half of the points of a two-class set have index < samples / 2 and belong to one
// class before the noise; of a set with more classes, point i belongs to class i % classes.

/// Class 1 in a disc of radius 2.5, class 0 in a ring from 3.5 to 5. The label is that of the noisy point.
Point circle(const PointDraw& draw, int index, int samples, int classes, float noise) noexcept;

/// A square to 5.3, kept 0.3 away from the axes; class 1 where x and y have the same sign. The label is that
/// of the noisy point.
Point exclusive_or(const PointDraw& draw, int index, int samples, int classes, float noise) noexcept;

/// Two Gaussians at (2, 2), class 1, and (-2, -2), class 0; variance 0.5 + 7 * noise.
Point two_gaussians(const PointDraw& draw, int index, int samples, int classes, float noise) noexcept;

/// Two arms of 1.75 turns to radius 5.
Point spiral(const PointDraw& draw, int index, int samples, int classes, float noise) noexcept;

/// Regression: (x + y) / 10 over -6 … 6, read at the noisy point.
Point plane(const PointDraw& draw, int index, int samples, int classes, float noise) noexcept;

/// Regression: six cones of radius 2 at (-4, 0, 4) x (±2.5), alternating in sign, read at the noisy point.
Point six_bumps(const PointDraw& draw, int index, int samples, int classes, float noise) noexcept;

/// Two half circles of radius 4 that reach into one another, class 0 the upper one.
///
/// Source   shape of scikit-learn's make_moons, here four times as large and with its middle at 0.
Point moons(const PointDraw& draw, int index, int samples, int classes, float noise) noexcept;

/// One Gaussian a class, their centers even on a circle of radius 4; deviation 0.5 + noise.
Point blobs(const PointDraw& draw, int index, int samples, int classes, float noise) noexcept;

/// One arm a class, each of one turn to radius 5.
Point spirals(const PointDraw& draw, int index, int samples, int classes, float noise) noexcept;

/// One ring a class around 0, class 0 the innermost, a disc; between two lies a gap of a third of their
/// distance.
Point rings(const PointDraw& draw, int index, int samples, int classes, float noise) noexcept;

/// Two independent normal numbers of deviation 1, from the noise's numbers 0 and 1 of a point.
///
/// Source   Box, Muller, A note on the generation of random normal deviates (1958).
Point normal_pair(const PointDraw& draw) noexcept;

inline constexpr float kTwoPi = 6.28318530717958648f;

}  // namespace nw::data
