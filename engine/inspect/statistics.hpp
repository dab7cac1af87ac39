#pragma once

#include <cstdint>
#include <span>

namespace nw::inspect {

/// What is to be said about an array as a whole. Moments, extremes and norm are those of the finite values.
struct Statistics {
  std::int64_t count = 0;
  std::int64_t zeros = 0;  // exact ones, of either sign
  std::int64_t non_finite = 0;
  double mean = 0.0;
  double stddev = 0.0;  // of the population: divided by the number of values
  double min = 0.0;
  double max = 0.0;
  double norm = 0.0;  // sqrt(sum v^2)

  std::int64_t finite() const noexcept { return count - non_finite; }
  double zero_share() const noexcept { return count > 0 ? double(zeros) / double(count) : 0.0; }
};

/// Summed in double, from the first value to the last; the deviations in a second pass, around the mean.
///
/// Returns  mean, stddev, min and max NaN and norm 0 when no value is finite.
/// Cost     two passes, no allocation.
/// Threads  pure.
/// Tests    tests/engine/inspect/statistics.test.cpp
Statistics statistics_of(std::span<const float> values) noexcept;

}  // namespace nw::inspect
