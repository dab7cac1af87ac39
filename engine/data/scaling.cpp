#include "data/scaling.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace nw::data {
namespace {

struct ColumnStatistics {
  float smallest, largest;
  double mean, deviation;
};

ColumnStatistics statistics(const float* column, int columns, std::span<const std::int32_t> rows) noexcept {
  const auto value = [&](std::int32_t row) { return column[static_cast<std::size_t>(row) * columns]; };
  ColumnStatistics found{value(rows[0]), value(rows[0]), 0.0, 0.0};
  double sum = 0.0;
  for (const std::int32_t row : rows) {
    found.smallest = std::min(found.smallest, value(row));
    found.largest = std::max(found.largest, value(row));
    sum += value(row);
  }
  found.mean = sum / static_cast<double>(rows.size());
  double squares =
      0.0;  // of the differences, in a second pass: E[x^2] - E[x]^2 loses all digits of far columns
  for (const std::int32_t row : rows) squares += (value(row) - found.mean) * (value(row) - found.mean);
  found.deviation = std::sqrt(squares / static_cast<double>(rows.size()));
  return found;
}

}  // namespace

ColumnScaling measure_columns(std::span<const float> inputs, int columns,
                              std::span<const std::int32_t> train_rows, Scaling scaling) noexcept {
  ColumnScaling result;
  if (scaling == Scaling::none) return result;
  assert(!train_rows.empty());
  result.mean.resize(static_cast<std::size_t>(columns), 0.0f);
  result.factor.resize(static_cast<std::size_t>(columns), 0.0f);
  for (int column = 0; column < columns; ++column) {
    const ColumnStatistics found = statistics(inputs.data() + column, columns, train_rows);
    // By its range, not by its deviation: the rounded mean of equal numbers need not be that number.
    const bool constant = found.smallest == found.largest;
    if (scaling == Scaling::standardize) result.mean[column] = static_cast<float>(found.mean);
    if (constant) continue;
    const double size = scaling == Scaling::standardize
                            ? found.deviation
                            : std::max(std::fabs(static_cast<double>(found.smallest)),
                                       std::fabs(static_cast<double>(found.largest)));
    // The inverse of a denormal number may not be a float: such a column is as good as constant.
    const auto factor = static_cast<float>(1.0 / size);
    if (std::isfinite(factor)) result.factor[column] = factor;
  }
  return result;
}

void scale_rows(std::span<float> rows, const ColumnScaling& scaling) noexcept {
  const std::size_t columns = scaling.factor.size();
  if (columns == 0) return;
  assert(rows.size() % columns == 0);
  for (std::size_t start = 0; start < rows.size(); start += columns) {
    for (std::size_t column = 0; column < columns; ++column) {
      float& x = rows[start + column];
      x = (x - scaling.mean[column]) * scaling.factor[column];
    }
  }
}

}  // namespace nw::data
