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
  // For k below this, the panel's last vector may be read whole though it sticks out of B's row: what lies
  // behind it is still B. From there on it is read lane by lane. Equal to k where nothing sticks out.
  std::size_t k_whole;
};

/// Needs    1 <= cols <= kPanelCols, rows >= 1, k_whole <= k.
/// Cost     in tiles of 4 rows by 2 vectors (or 1, when cols <= 4): 8 sums in registers, one load of A for 2
///          vectors of B.
/// Threads  pure.
/// Tests    tests/engine/kernels/gemm.test.cpp
void gemm_panel(const GemmPanel& panel) noexcept;

/// Copies B[k rows, cols columns] to `panel`, row after row, each filled up with zeros to 4 columns (cols <=
/// 4) or 8.
///
/// Returns  how far apart the rows of the copy are: 4 or 8.
std::ptrdiff_t pack_panel(const float* b, std::ptrdiff_t b_stride, std::size_t cols, std::size_t k,
                          float* panel) noexcept;

/// As pack_panel, from the transpose: B[k,j] = b[j * b_stride + k].
std::ptrdiff_t pack_panel_transposed(const float* b, std::ptrdiff_t b_stride, std::size_t cols, std::size_t k,
                                     float* panel) noexcept;

}  // namespace nw::kernels
