#include "inspect/statistics.hpp"

#include <cmath>
#include <limits>

namespace nw::inspect {

Statistics statistics_of(std::span<const float> values) noexcept {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  Statistics found;
  found.count = static_cast<std::int64_t>(values.size());
  found.min = kInfinity;
  found.max = -kInfinity;
  double sum = 0.0, squares = 0.0;
  for (const float value : values) {
    if (!std::isfinite(value)) {
      ++found.non_finite;
      continue;
    }
    const auto v = static_cast<double>(value);
    found.zeros += v == 0.0;
    found.min = v < found.min ? v : found.min;
    found.max = v > found.max ? v : found.max;
    sum += v;
    squares += v * v;
  }
  if (found.finite() == 0) {
    found.mean = found.stddev = found.min = found.max = kNone;
    return found;
  }
  const auto finite = static_cast<double>(found.finite());
  found.mean = sum / finite;
  found.norm = std::sqrt(squares);
  double deviations = 0.0;
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    const double deviation = static_cast<double>(value) - found.mean;
    deviations += deviation * deviation;
  }
  found.stddev = std::sqrt(deviations / finite);
  return found;
}

}  // namespace nw::inspect
