#include "inspect/matrix_view.hpp"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <limits>

namespace nw::inspect {
namespace {

/// First row (or column) of block `index` when `count` of them are dealt to `blocks` as evenly as can be.
std::int64_t block_begin(std::int64_t index, std::int64_t count, std::int64_t blocks) noexcept {
  return index * count / blocks;
}

/// Whether `candidate` shows instead of `shown`. A NaN that is shown stays: no comparison with it is true.
bool outshines(float candidate, float shown) noexcept {
  return std::isnan(candidate) || std::fabs(candidate) > std::fabs(shown);
}

float block_peak(const float* values, std::int64_t cols, std::int64_t row_begin, std::int64_t row_end,
                 std::int64_t col_begin, std::int64_t col_end) noexcept {
  float shown = values[row_begin * cols + col_begin];
  for (std::int64_t row = row_begin; row < row_end; ++row)
    for (std::int64_t col = col_begin; col < col_end; ++col)
      if (const float value = values[row * cols + col]; outshines(value, shown)) shown = value;
  return shown;
}

}  // namespace

void measure_range(std::span<const float> values, MatrixView& view) noexcept {
  view.min = std::numeric_limits<float>::infinity();
  view.max = -view.min;
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    if (value < view.min) view.min = value;
    if (value > view.max) view.max = value;
  }
  if (view.min > view.max) view.min = view.max = 0.0f;
  view.max_abs = std::fmax(std::fabs(view.min), std::fabs(view.max));
}

MatrixView plan_matrix_view(std::int32_t rows, std::int32_t cols, std::int32_t max_rows,
                            std::int32_t max_cols) noexcept {
  assert(rows >= 1 && cols >= 1 && max_rows >= 1 && max_cols >= 1);
  MatrixView view;
  view.rows = rows < max_rows ? rows : max_rows;
  view.cols = cols < max_cols ? cols : max_cols;
  view.exact = view.rows == rows && view.cols == cols;
  return view;
}

MatrixView view_matrix(std::span<const float> values, std::int32_t rows, std::int32_t cols, MatrixView view,
                       std::span<float> out) noexcept {
  assert(rows >= 1 && cols >= 1 && values.size() == std::size_t(rows) * std::size_t(cols));
  assert(view.rows >= 1 && view.rows <= rows && view.cols >= 1 && view.cols <= cols);
  assert(out.size() == std::size_t(view.rows) * std::size_t(view.cols));
  measure_range(values, view);
  float* cell = out.data();
  for (std::int64_t row = 0; row < view.rows; ++row) {
    const std::int64_t row_begin = block_begin(row, rows, view.rows);
    const std::int64_t row_end = block_begin(row + 1, rows, view.rows);
    for (std::int64_t col = 0; col < view.cols; ++col)
      *cell++ = block_peak(values.data(), cols, row_begin, row_end, block_begin(col, cols, view.cols),
                           block_begin(col + 1, cols, view.cols));
  }
  return view;
}

}  // namespace nw::inspect
