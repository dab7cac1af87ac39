#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"

namespace nw::inspect {

struct HistogramRange {
  double low = 0.0;
  double high = 1.0;
};

/// Which histogram is wanted; bins 0: none.
struct HistogramRequest {
  static constexpr int kMaxBins = 4096;

  int bins = 0;
  std::optional<HistogramRange> range;  // automatic when there is none
};

/// How many values lie in each of bins of equal width. Bin k holds edge(k) <= v < edge(k + 1), with edge(k) =
/// low + (high - low) k / bins; the last one holds `high`, too.
struct Histogram {
  HistogramRange range;
  std::int64_t below = 0;
  std::int64_t above = 0;
  std::int64_t non_finite = 0;
  core::AlignedBuffer<std::int32_t> counts;
};

/// Errors   bad_value: bins (0 to kMaxBins), range (low < high, both finite).
core::Status check(const HistogramRequest& request) noexcept;

/// The automatic range is that of the finite values; half a unit to both sides where all are equal (more for
/// values that are huge), 0 to 1 where there are none: as numpy.histogram.
///
/// Needs    a request that `check` accepts. Asserted.
/// Errors   out_of_memory.
/// Cost     two passes, memory for the counts.
/// Threads  pure.
/// Tests    tests/engine/inspect/histogram.test.cpp
core::Result<Histogram> histogram_of(std::span<const float> values, const HistogramRequest& request) noexcept;

}  // namespace nw::inspect
