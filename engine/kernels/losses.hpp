#pragma once

#include <cstddef>
#include <span>

namespace nw::kernels {

// Losses: each gives the mean and, if asked, the gradient of that mean. Sums are taken in double, row by row
// in order, so that a loss does not depend on threads. A non-finite number among the inputs makes the loss
// non-finite.
//
// The two cross-entropies are fused with their activation: they take what goes INTO the softmax or sigmoid,
// not the probabilities. A probability rounded to 0 or 1 has lost the logit, and with it the loss; from
// logits both the loss and its gradient are right at any size, and the activation's own backward pass falls
// away.

/// Mean squared error.   L = sum (y - t)^2 / n,   d = 2 (y - t) / n,   n = all elements
///
/// Shapes   y, target: any, of equal size; d_y: the same, or empty when no gradient is wanted. d_y may be y.
/// Needs    equal sizes, at least one element. Asserted.
/// Returns  the mean, without the half.
/// Cost     one pass.
/// Threads  pure.
/// Tests    tests/engine/kernels/losses.test.cpp
double mean_squared_error(std::span<const float> y, std::span<const float> target,
                          std::span<float> d_y) noexcept;

/// Half of it.   L = sum (y - t)^2 / 2n,   d = (y - t) / n
///
/// Tests    tests/engine/kernels/losses.test.cpp
double half_squared_error(std::span<const float> y, std::span<const float> target,
                          std::span<float> d_y) noexcept;

/// Mean absolute error.   L = sum |y - t| / n,   d = sign(y - t) / n,   n = all elements, sign(0) = 0
///
/// Shapes   as mean_squared_error.
/// Needs    as mean_squared_error.
/// Cost     one pass.
/// Threads  pure.
/// Tests    tests/engine/kernels/losses.test.cpp
double mean_absolute_error(std::span<const float> y, std::span<const float> target,
                           std::span<float> d_y) noexcept;

/// Huber's loss, e = y - t.   L = sum (|e| <= delta ? e^2 / 2 : delta (|e| - delta / 2)) / n,   d = e clipped
/// to +-delta, / n
///
/// Shapes   as mean_squared_error.
/// Units    delta: of y; where the square turns into a line.
/// Needs    as mean_squared_error, and delta > 0. Asserted.
/// Cost     one pass.
/// Threads  pure.
/// Source   Huber, Robust estimation of a location parameter (1964), eq. 2.3; scaled as torch.nn.HuberLoss.
/// Tests    tests/engine/kernels/losses.test.cpp
double huber_loss(std::span<const float> y, std::span<const float> target, std::span<float> d_y,
                  double delta) noexcept;

// The cross-entropies take targets as they are, and smooth them on the way: t' = t (1 - s) + s / K, with K =
// 2 for the sigmoid and the number of columns for the softmax. s = 0 leaves every bit of t.

/// Sigmoid and binary cross-entropy.   L = sum max(z,0) - z t + log(1 + e^-|z|) / n,   d = (sigmoid(z) - t) /
/// n
///
/// Shapes   logits z, target t: any, of equal size; n = all elements. d_logits: the same, or empty. It may be
///          logits.
/// Units    target: 0 ... 1. smoothing: s, see above.
/// Needs    equal sizes, at least one element, 0 <= smoothing < 1. Asserted.
/// Returns  the mean over all elements, in nats.
/// Cost     one pass: two exp and one log1p an element.
/// Threads  pure.
/// Source   rearranged -t log s(z) - (1-t) log(1 - s(z)), as in TensorFlow's
///          sigmoid_cross_entropy_with_logits.
/// Tests    tests/engine/kernels/losses.test.cpp
double sigmoid_cross_entropy(std::span<const float> logits, std::span<const float> target,
                             std::span<float> d_logits, double smoothing = 0.0) noexcept;

/// Softmax and categorical cross-entropy.   L = sum_r sum_c t[r,c] (log sum_j e^z[r,j] - z[r,c]) / rows,   d
/// = (p - t) / rows
///
/// Shapes   logits z, target t: [rows, cols]; d_logits: the same, or empty. It may be logits.
/// Units    target: each row a distribution over the classes (one-hot, usually): not negative, summing to 1.
///          smoothing: s, see above.
/// Needs    cols >= 1, equal sizes, at least one row, 0 <= smoothing < 1. Asserted.
/// Returns  the mean over rows, in nats.
/// Cost     three passes a row: one exp an element, one log a row.
/// Threads  pure.
/// Source   Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3; smoothing: Szegedy et al.,
///          Rethinking the Inception architecture for computer vision (2016), section 7.
/// Tests    tests/engine/kernels/losses.test.cpp
double softmax_cross_entropy(std::span<const float> logits, std::span<const float> target,
                             std::span<float> d_logits, std::size_t cols, double smoothing = 0.0) noexcept;

}  // namespace nw::kernels
