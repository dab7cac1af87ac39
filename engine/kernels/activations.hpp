#pragma once

#include <cstddef>
#include <span>

namespace nw::kernels {

enum class Activation { linear, relu, sigmoid, tanh, softmax };

/// The names of the spec, in the order of the enum.
inline constexpr const char* kActivationNames[] = {"linear", "relu", "sigmoid", "tanh", "softmax"};

/// True for those that treat each number by itself; false for softmax, which needs whole rows.
constexpr bool is_elementwise(Activation activation) noexcept { return activation != Activation::softmax; }

/// Applies an elementwise activation in place to a block of a row-major matrix.
///
/// relu(x) = max(x, 0), NaN stays NaN and -0 becomes 0; the others as simd/math.hpp.
///
/// Shapes   block: rows x cols, consecutive rows `stride` floats apart.
/// Needs    an elementwise activation. Asserted.
/// Cost     one pass; linear costs nothing.
/// Threads  pure; elements are independent, and an element's bits do not depend on its place.
/// Tests    tests/engine/kernels/activations.test.cpp
void activate(Activation activation, float* block, std::size_t rows, std::size_t cols,
              std::ptrdiff_t stride) noexcept;

/// From the gradient of the activation's output to that of its input, in place.   d[i] <- f'(x[i]) * d[i]
///
/// Every derivative is had from the output y = f(x), so that x need not be kept: relu y > 0 (so relu'(0) =
/// 0), sigmoid y(1 - y), tanh 1 - y^2; softmax d <- y * (d - sum_c y*d), a row at a time. Where relu is flat
/// the result is exactly 0, even for an infinite d; a NaN in y gives NaN.
///
/// Shapes   y, d: [rows, cols], row-major, contiguous.
/// Needs    y.size() == d.size(), a multiple of cols; cols >= 1. Asserted.
/// Cost     one pass; softmax two. linear costs nothing.
/// Threads  pure; rows are independent.
/// Source   softmax: Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3.
/// Tests    tests/engine/kernels/activations.test.cpp
void activate_backward(Activation activation, std::span<const float> y, std::span<float> d,
                       std::size_t cols) noexcept;

}  // namespace nw::kernels
