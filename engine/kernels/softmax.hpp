#pragma once

#include <cstddef>
#include <span>

namespace nw::kernels {

/// Row-wise softmax.   y[r,c] = exp(x[r,c] - max_c x[r,c]) / sum_c exp(x[r,c] - max_c x[r,c])
///
/// Shapes   x, y: [rows, cols], row-major, contiguous; y may be x (in place).
/// Units    x: logits (nats). y: probabilities; each row sums to 1 up to rounding.
/// Needs    cols >= 1 and x.size() == y.size() == rows * cols. Asserted.
/// Errors   none. A row holding NaN or +inf becomes NaN; training/ turns that into non_finite_loss.
/// Cost     3 passes, one exp per element, no allocation.
/// Threads  pure; rows are independent, so callers may split by rows.
/// Source   shift by the maximum: Goodfellow, Bengio, Courville, Deep Learning (2016), section 4.1.
/// Tests    tests/engine/kernels/softmax.test.cpp
void softmax_rows(std::span<const float> x, std::span<float> y, std::size_t cols) noexcept;

/// The backward pass of softmax_rows from its output.   d[r,c] <- y[r,c] * (d[r,c] - sum_j y[r,j] * d[r,j])
///
/// Shapes   y, d: [rows, cols], row-major, contiguous.
/// Needs    as softmax_rows.
/// Threads  pure; rows are independent.
/// Source   Jacobian diag(y) - y yT: Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3.
/// Tests    tests/engine/kernels/softmax.test.cpp
void softmax_rows_backward(std::span<const float> y, std::span<float> d, std::size_t cols) noexcept;

}  // namespace nw::kernels
