#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace nw::test {

/// How far `gradient` is from central differences of `loss` at x, relative to the larger of the two
/// gradients' sizes.
///
/// loss(std::span<const float>) is evaluated in whatever precision it likes and returns double. The step is a
/// power of two, so that x + h and x - h are exact for the values tests use; with float arithmetic inside, a
/// loss of about 1 gives differences that are good to some 1e-4.
///
/// Needs    x away from kinks by more than the step.
template <class Loss>
double gradient_error(Loss loss, std::span<const float> x, std::span<const float> gradient,
                      float step = 0x1p-7f) {
  std::vector<float> moved(x.begin(), x.end());
  double worst = 0, largest = 1e-3;  // below that a gradient counts as zero
  for (std::size_t i = 0; i < x.size(); ++i) {
    moved[i] = x[i] + step;
    const double above = loss(std::span<const float>(moved));
    moved[i] = x[i] - step;
    const double below = loss(std::span<const float>(moved));
    moved[i] = x[i];
    const double numeric = (above - below) / (2.0 * step);
    const double analytic = gradient[i];
    if (std::isnan(analytic) || std::isnan(numeric)) return INFINITY;
    worst = std::max(worst, std::fabs(numeric - analytic));
    largest = std::max({largest, std::fabs(numeric), std::fabs(analytic)});
  }
  return worst / largest;
}

/// The numbers, moved away from 0 so far that no step of gradient_error crosses it.
inline std::vector<float> away_from_zero(std::vector<float> values, float distance = 0.05f) {
  for (float& value : values) value += value < 0 ? -distance : distance;
  return values;
}

}  // namespace nw::test
