#pragma once

#include <cstddef>

#include "parallel/pool.hpp"

namespace nw::kernels {

/// A as gemm reads it: A[i,k] = data[i * row_stride + k * k_stride]. With the strides swapped it is the
/// transpose.
struct GemmA {
  const float* data;
  std::ptrdiff_t row_stride;
  std::ptrdiff_t k_stride;
};

/// What is done with a finished block of C while it is still in the cache; rows are `stride` floats apart.
using GemmEpilogue = void (*)(float* block, std::size_t rows, std::size_t cols, std::ptrdiff_t stride);

/// One matrix product.   C[m,n] = start + A[m,k] B[k,n]
///
/// start is 0, or the row `bias` in every row, or (accumulate) what C holds.
struct Gemm {
  int m = 0, n = 0, k = 0;
  GemmA a = {};
  const float* b = nullptr;     // gemm: B[k,n], row-major; gemm_nt: its transpose [n,k], row-major
  std::ptrdiff_t b_stride = 0;  // from row to row of what b points to
  float* c = nullptr;           // [m,n], row-major
  std::ptrdiff_t c_stride = 0;
  const float* bias = nullptr;  // [n]
  bool accumulate = false;
  GemmEpilogue epilogue = nullptr;
};

/// C = start + A B, with B as it lies.
///
/// Every element of C is one sum, taken in the order of k from `start` on, with a multiplication and an
/// addition (one mul_add in relaxed builds) a step. How C is cut into tiles, and who computes them, therefore
/// cannot change its bits.
///
/// Shapes   as in Gemm. C overlaps neither A, B nor bias.
/// Needs    m, n >= 1, k >= 0; not both bias and accumulate. Asserted. Of b, all floats from the first to the
///          last element may be read, those between its rows included.
/// Errors   none; 0 * NaN and 0 * inf are NaN, as IEEE 754 says: zeros are never skipped.
/// Cost     2mnk operations. No allocation; under 10 kB of stack. B is copied into panels when m is large
///          enough to repay it.
/// Threads  split over the pool from about 2 MFLOP on; pool may be nullptr.
/// Source   register tile and panels: Goto, van de Geijn, Anatomy of high-performance matrix multiplication
///          (2008), section 4; the tile of 4 rows by 2 vectors measured best for wasm (tests/bench).
/// Tests    tests/engine/kernels/gemm.test.cpp
void gemm(const Gemm& product, parallel::Pool* pool) noexcept;

/// C = start + A B, where b points to the transpose of B: [n,k], row-major. Same bits as gemm on the
/// transposed copy.
///
/// As gemm, but for Cost: B is always copied into panels, four rows and columns at a time.
void gemm_nt(const Gemm& product, parallel::Pool* pool) noexcept;

}  // namespace nw::kernels
