#include "inspect/histogram.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "inspect/statistics.hpp"

namespace nw::inspect {
namespace {

using core::Errc;
using core::Error;

HistogramRange automatic_range(std::span<const float> values) noexcept {
  const Statistics found = statistics_of(values);
  if (found.finite() == 0) return {0.0, 1.0};
  if (found.min == found.max) {
    // Half a unit, and where numbers are so large that it would be rounded away, a millionth of them.
    const double side = std::max(0.5, std::fabs(found.min) * 0x1p-20);
    return {found.min - side, found.max + side};
  }
  return {found.min, found.max};
}

double edge(const HistogramRange& range, std::int64_t index, std::int64_t bins) noexcept {
  if (index == bins) return range.high;  // whatever rounding would make of it
  return range.low + (range.high - range.low) * (static_cast<double>(index) / static_cast<double>(bins));
}

/// Needs    low <= value <= high.
std::int64_t bin_of(double value, const HistogramRange& range, std::int64_t bins) noexcept {
  const double place = (value - range.low) / (range.high - range.low) * static_cast<double>(bins);
  std::int64_t bin = std::min(static_cast<std::int64_t>(place), bins - 1);
  // The division rounds: a value on an edge belongs where the edge says.
  if (bin > 0 && value < edge(range, bin, bins)) --bin;
  if (bin < bins - 1 && value >= edge(range, bin + 1, bins)) ++bin;
  return bin;
}

}  // namespace

core::Status check(const HistogramRequest& request) noexcept {
  constexpr double kMostBins = HistogramRequest::kMaxBins;
  if (request.bins < 0 || request.bins > HistogramRequest::kMaxBins)
    return Error{Errc::bad_value, "bins", request.bins < 0 ? 0.0 : kMostBins, double(request.bins)};
  if (!request.range) return {};
  const auto [low, high] = *request.range;
  if (!std::isfinite(low) || !std::isfinite(high) || !(low < high) || !std::isfinite(high - low))
    return Error{Errc::bad_value, "range", high, low};
  return {};
}

core::Result<Histogram> histogram_of(std::span<const float> values,
                                     const HistogramRequest& request) noexcept {
  assert(check(request).ok());
  Histogram made;
  made.range = request.range ? *request.range : automatic_range(values);
  auto counts = core::AlignedBuffer<std::int32_t>::make(static_cast<std::size_t>(request.bins), "histogram");
  if (!counts) return counts.error();
  made.counts = std::move(counts).value();
  for (const float value : values) {
    const auto v = static_cast<double>(value);
    if (!std::isfinite(v)) {
      ++made.non_finite;
    } else if (v < made.range.low) {
      ++made.below;
    } else if (v > made.range.high) {
      ++made.above;
    } else if (request.bins > 0) {
      ++made.counts[static_cast<std::size_t>(bin_of(v, made.range, request.bins))];
    }
  }
  return made;
}

}  // namespace nw::inspect
