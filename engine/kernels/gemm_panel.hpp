#pragma once

#include <cstddef>

namespace nw::kernels {

/// How many columns one panel has: two vectors.
inline constexpr std::size_t kPanelCols = 8;

/// The inner part of gemm: some rows of C in one panel of at most kPanelCols columns.   C = start + A B
struct GemmPanel {
  const float* a;  // A[i,k] = a[i * a_row_stride + k * a_k_stride]
  std::ptrdiff_t a_row_stride, a_k_stride;
  const float* b;  // B[k,j] = b[k * b_stride + j]
  std::ptrdiff_t b_stride;
  float* c;  // C[i,j] = c[i * c_stride + j]
  std::ptrdiff_t c_stride;
  const float* start;  // what the sums begin with, [i,j] at i * start_stride + j; nullptr: 0
  std::ptrdiff_t start_stride;
  std::size_t rows, cols, k;
  // The k steps are done once for each segment of A, which lie this far apart; B goes on from row to row.
  std::size_t segments = 1;
  std::ptrdiff_t a_segment_stride = 0;
  // Of all steps, for those below this, the panel's last vector may be read whole though it sticks out of B's
  // row: what lies behind it is still B. From there on it is read lane by lane. All of them where nothing
  // sticks out.
  std::size_t k_whole;
};

/// Needs    1 <= cols <= kPanelCols, rows >= 1, k_whole <= segments * k.
/// Cost     in tiles of 4 rows by 2 vectors (or 1, when cols <= 4): 8 sums in registers, one load of A for 2
///          vectors of B.
/// Threads  pure.
/// Tests    tests/engine/kernels/gemm.test.cpp
void gemm_panel(const GemmPanel& panel) noexcept;

/// How many steps of k may read a panel's last vector whole without leaving B; see GemmPanel::k_whole.
///
/// Shapes   B: [k, n], its rows b_stride apart; the panel has its columns [col, col + cols).
std::size_t whole_steps(std::size_t k, std::size_t n, std::size_t b_stride, std::size_t col,
                        std::size_t cols) noexcept;

/// How far apart the rows of a packed panel are.
constexpr std::ptrdiff_t panel_stride(std::size_t cols) noexcept { return cols <= 4 ? 4 : 8; }

/// Copies B[k rows, cols columns] to `panel`, row after row, each filled up with zeros to panel_stride(cols)
/// columns.
///
/// Returns  panel_stride(cols).
std::ptrdiff_t pack_panel(const float* b, std::ptrdiff_t b_stride, std::size_t cols, std::size_t k,
                          float* panel) noexcept;

/// As pack_panel, from the transpose: B[k,j] = b[j * b_stride + k].
std::ptrdiff_t pack_panel_transposed(const float* b, std::ptrdiff_t b_stride, std::size_t cols, std::size_t k,
                                     float* panel) noexcept;

}  // namespace nw::kernels
