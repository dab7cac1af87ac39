#pragma once

#include <cstdint>
#include <span>

namespace nw::inspect {

/// The numbers of one matrix as a view shows them: no more cells than the view has pixels.
struct MatrixView {
  std::int32_t rows = 0;  // of the view
  std::int32_t cols = 0;
  float min =
      0.0f;  // over the finite values of the whole matrix, not only those shown; 0 when there are none
  float max = 0.0f;
  float max_abs = 0.0f;
  bool exact = true;  // one cell for each value
};

/// min, max and max_abs of the finite values; all 0 when there are none. The other members are left alone.
///
/// Tests    tests/engine/inspect/matrix_view.test.cpp
void measure_range(std::span<const float> values, MatrixView& view) noexcept;

/// How many cells a [rows, cols] matrix takes in a view of at most [max_rows, max_cols]: blocks of whole rows
/// and columns; block b of `blocks` begins at floor(b * count / blocks).
///
/// Needs    all four >= 1. Asserted.
/// Tests    tests/engine/inspect/matrix_view.test.cpp
MatrixView plan_matrix_view(std::int32_t rows, std::int32_t cols, std::int32_t max_rows,
                            std::int32_t max_cols) noexcept;

/// Reduces a matrix to the cells of a view. A cell shows the value of largest magnitude in its block, sign
/// kept, so that no large weight can hide between pixels; a NaN in the block wins, so that a broken weight
/// cannot hide either.
///
/// Shapes   values: [rows, cols], row-major. out: [view.rows, view.cols], view from plan_matrix_view of the
/// same sizes. Needs    out.size() == view.rows * view.cols. Asserted. Returns  the view with min, max and
/// max_abs filled in. Cost     one pass over the values, no allocation. Threads  pure. Tests
/// tests/engine/inspect/matrix_view.test.cpp
MatrixView view_matrix(std::span<const float> values, std::int32_t rows, std::int32_t cols, MatrixView view,
                       std::span<float> out) noexcept;

}  // namespace nw::inspect
