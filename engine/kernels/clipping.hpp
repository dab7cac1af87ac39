#pragma once

#include <span>

#include "parallel/pool.hpp"

namespace nw::kernels {

/// Brings every element into [-limit, limit]; NaN stays NaN.
///
/// Needs    limit >= 0. Asserted.
/// Threads  split over the pool (which may be nullptr) only when x is large; bits do not depend on it.
/// Source   torch.nn.utils.clip_grad_value_
/// Tests    tests/engine/kernels/optimizer_kernels.test.cpp
void clip_values(std::span<float> x, float limit, parallel::Pool* pool) noexcept;

/// x *= factor
///
/// Threads  as clip_values.
/// Tests    tests/engine/kernels/optimizer_kernels.test.cpp
void scale_values(std::span<float> x, float factor, parallel::Pool* pool) noexcept;

/// What gradients are scaled by so that their norm is at most `max_norm`.
///   min(1, max_norm / (sqrt(sum_of_squares) + 1e-6))
///
/// Source   torch.nn.utils.clip_grad_norm_
/// Tests    tests/engine/kernels/optimizer_kernels.test.cpp
float clip_norm_factor(double sum_of_squares, double max_norm) noexcept;

}  // namespace nw::kernels
