#pragma once

#include <cstddef>
#include <span>

namespace nw::kernels {

/// Sums over the rows.   sums[c] = sum_r x[r,c], from the first row to the last
///
/// Shapes   x: [rows, cols], row-major, contiguous; sums: [cols], overwritten (0 for no rows).
/// Needs    x.size() == rows * cols. Asserted.
/// Cost     one pass.
/// Threads  pure.
/// Tests    tests/engine/kernels/reductions.test.cpp
void column_sums(std::span<const float> x, std::span<float> sums) noexcept;

/// Sum of |x| and sum of x^2, in double and in a fixed order: what L1 and L2 penalties are made of.
///
/// Cost     one pass. The squares are exact, and the sum is good to about 1e-15 for a million elements.
/// Threads  pure; sequential, because the order is part of the bits.
/// Tests    tests/engine/kernels/reductions.test.cpp
double sum_abs(std::span<const float> x) noexcept;
double sum_squares(std::span<const float> x) noexcept;

/// True when no element is NaN or infinite.
///
/// Cost     one pass.
/// Threads  pure.
/// Tests    tests/engine/kernels/reductions.test.cpp
bool all_finite(std::span<const float> x) noexcept;

}  // namespace nw::kernels
