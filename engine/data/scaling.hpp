#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace nw::data {

enum class Scaling : int { none, maximum, standardize };

/// How each input column is brought to a common size:   scaled = (raw - mean) * factor
///
/// One pair of numbers a column; empty means that nothing is scaled.
struct ColumnScaling {
  std::vector<float> mean;
  std::vector<float> factor;
};

/// Takes the statistics of the columns from the training rows alone, so that the test rows stay unseen.
///
/// maximum: factor = 1 / max |x|. standardize: mean, and factor = 1 / population standard deviation, both
/// summed in double. A column that is constant in the training rows says nothing: its factor is 0, and it
/// becomes 0 in every row.
///
/// Shapes   inputs: [rows, columns], row-major; finite. train_rows: indices of rows, at least one.
/// Tests    tests/engine/data/scaling.test.cpp
ColumnScaling measure_columns(std::span<const float> inputs, int columns,
                              std::span<const std::int32_t> train_rows, Scaling scaling) noexcept;

/// Scales whole rows in place.
///
/// Shapes   rows: [n, columns], where columns is the length of mean and factor; anything when they are empty.
void scale_rows(std::span<float> rows, const ColumnScaling& scaling) noexcept;

}  // namespace nw::data
