#pragma once

#include <cstddef>

namespace nw::kernels {

// What batch and layer normalization are made of. Matrices are [rows, cols], row-major, contiguous; the first
// takes its moments of each column, the second of each row. Moments are summed in double and in a fixed
// order, whoever does which part. Finite numbers give finite results while their distance from the mean is a
// float: up to 1.7e38 at least.

/// By what numbers are normalized: x_hat[r,c] = (x[r,c] - mean) * inverse, with those of the row or of the
/// column.
struct Moments {
  const float* mean;     // [rows] or [cols]
  const float* inverse;  // 1 / sqrt(variance + epsilon)
  bool of_rows;
};

/// Columns that one call of column_moments or parameter_gradients may take: a cache line of each row.
inline constexpr std::size_t kStripe = 16;

/// Mean and variance of columns first ... first + count - 1, from the first row to the last, in two passes.
/// The variance is that of the numbers themselves (divided by rows); one that is no float becomes the
/// largest.
///
/// Shapes   x: [rows, cols]; mean, variance: [cols], of which only these columns' are written.
/// Needs    rows >= 1, count <= kStripe. Asserted.
/// Threads  pure; stripes are independent.
/// Tests    tests/engine/kernels/normalizations.test.cpp
void column_moments(const float* x, std::size_t rows, std::size_t cols, std::size_t first, std::size_t count,
                    float* mean, float* variance) noexcept;

/// Mean and variance of each row.
///
/// Shapes   x: [rows, cols]; mean, variance: [rows].
/// Needs    cols >= 1. Asserted.
/// Threads  pure; rows are independent.
/// Tests    as column_moments.
void row_moments(const float* x, std::size_t rows, std::size_t cols, float* mean, float* variance) noexcept;

/// inverse[i] = 1 / sqrt(variance[i] + epsilon);   inverse may be variance.
void inverse_deviations(const float* variance, float epsilon, float* inverse, std::size_t size) noexcept;

/// y[r,c] = x_hat[r,c] * gamma[c] + beta[c]
///
/// Shapes   x, y: [rows, cols]; gamma, beta: [cols]; moments of these rows, or of the columns.
/// Cost     one pass.
/// Threads  pure; rows are independent.
/// Tests    as column_moments.
void normalize(const Moments& moments, const float* x, const float* gamma, const float* beta, float* y,
               std::size_t rows, std::size_t cols) noexcept;

/// d_gamma[c] = sum_r d_y[r,c] * x_hat[r,c],  d_beta[c] = sum_r d_y[r,c];   for a stripe of columns.
///
/// As column_moments in everything else.
void parameter_gradients(const Moments& moments, const float* x, const float* d_y, std::size_t rows,
                         std::size_t cols, std::size_t first, std::size_t count, float* d_gamma,
                         float* d_beta) noexcept;

/// d_x = gamma * inverse * (d_y - share * (d_beta + x_hat * d_gamma)), with the moments of the columns.
///
/// Shapes   as normalize; d_gamma, d_beta: [cols], those of all rows.
/// Needs    share: 1 / (rows of the whole batch) when the moments are the batch's own; 0 when they are given,
///          so that the input does not move them.
/// Cost     one pass.
/// Threads  pure; rows are independent.
/// Source   Ioffe, Szegedy, Batch normalization (2015), section 3; collected.
/// Tests    as column_moments.
void batch_normalize_backward(const Moments& moments, const float* x, const float* d_y, const float* gamma,
                              const float* d_gamma, const float* d_beta, float share, float* d_x,
                              std::size_t rows, std::size_t cols) noexcept;

/// d_x = inverse * (g - mean_c g - x_hat * mean_c (g * x_hat)),  g = d_y * gamma;   moments of the rows.
///
/// Shapes   as normalize.
/// Cost     two passes.
/// Threads  pure; rows are independent.
/// Source   Ba, Kiros, Hinton, Layer normalization (2016), supplement; collected.
/// Tests    as column_moments.
void layer_normalize_backward(const Moments& moments, const float* x, const float* d_y, const float* gamma,
                              float* d_x, std::size_t rows, std::size_t cols) noexcept;

}  // namespace nw::kernels
