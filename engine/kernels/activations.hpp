#pragma once

#include <cstddef>
#include <span>

namespace nw::kernels {

/// Append-only: the numbers stand in fingerprints of specs.
enum class Activation {
  linear,
  relu,
  sigmoid,
  tanh,
  softmax,
  leaky_relu,
  elu,
  selu,
  gelu,
  gelu_approximate,
  silu,
  softplus
};

/// The names of the spec, in the order of the enum.
inline constexpr const char* kActivationNames[] = {
    "linear", "relu", "sigmoid",         "tanh", "softmax", "leakyRelu", "elu",
    "selu",   "gelu", "geluApproximate", "silu", "softplus"};

/// True for those that treat each number by itself; false for softmax, which needs whole rows.
constexpr bool is_elementwise(Activation activation) noexcept { return activation != Activation::softmax; }

/// True for those whose derivative is had from the input alone: two inputs may have the same output.
constexpr bool needs_preactivation(Activation activation) noexcept {
  return activation == Activation::gelu || activation == Activation::gelu_approximate ||
         activation == Activation::silu;
}

/// The alpha of those that have one, where nobody says otherwise; 0 for the others, which do not read it.
constexpr float default_alpha(Activation activation) noexcept {
  return activation == Activation::leaky_relu ? 0.2f : activation == Activation::elu ? 1.0f : 0.0f;
}

/// Applies an elementwise activation in place to a block of a row-major matrix.
///
/// relu max(x, 0), NaN stays NaN and -0 becomes 0; leakyRelu x, below 0 alpha * x; elu x, below 0 alpha *
/// (e^x - 1); selu lambda * elu with the alpha of its own; gelu x * Phi(x), by erf; geluApproximate x *
/// sigmoid(2u), which is x/2 * (1 + tanh(u)), u = sqrt(2/pi) * (x + 0.044715 x^3); silu x * sigmoid(x);
/// softplus log(1 + e^x); the others as simd/math.hpp. None overflows that should not; at -inf gelu,
/// geluApproximate and silu are -0, their limit.
///
/// Shapes   block: rows x cols, consecutive rows `stride` floats apart.
/// Needs    an elementwise activation; alpha >= 0. The first asserted.
/// Cost     one pass; linear costs nothing.
/// Threads  pure; elements are independent, and an element's bits do not depend on its place.
/// Source   elu: Clevert, Unterthiner, Hochreiter (2016); selu: Klambauer, Unterthiner, Mayr, Hochreiter,
///          Self-normalizing neural networks (2017), equation 14; gelu: Hendrycks, Gimpel (2016), section 2;
///          silu: Elfwing, Uchibe, Doya (2018).
/// Tests    tests/engine/kernels/activations.test.cpp
void activate(Activation activation, float* block, std::size_t rows, std::size_t cols, std::ptrdiff_t stride,
              float alpha) noexcept;

inline void activate(Activation activation, float* block, std::size_t rows, std::size_t cols,
                     std::ptrdiff_t stride) noexcept {
  activate(activation, block, rows, cols, stride, default_alpha(activation));
}

/// From the gradient of the activation's output to that of its input, in place.   d[i] <- f'(x[i]) * d[i]
///
/// Where it can be, the derivative is had from the output y = f(x), so that x need not be kept: relu y > 0
/// (so relu'(0) = 0), sigmoid y(1 - y), tanh 1 - y^2, leakyRelu 1 or alpha (at 0 alpha), elu 1 or y + alpha,
/// selu lambda or y + lambda * alpha, softplus 1 - e^-y; softmax d <- y * (d - sum_c y*d), a row at a time.
/// Where relu is flat the result is exactly 0, even for an infinite d; a NaN in y gives NaN.
///
/// Shapes   from: [rows, cols], row-major, contiguous: y, but x for those of needs_preactivation. d: as from.
/// Needs    from.size() == d.size(), a multiple of cols; cols >= 1. Asserted. alpha as in activate.
/// Cost     one pass; softmax two. linear costs nothing.
/// Threads  pure; rows are independent.
/// Source   softmax: Goodfellow, Bengio, Courville, Deep Learning (2016), section 6.2.2.3.
/// Tests    tests/engine/kernels/activations.test.cpp
void activate_backward(Activation activation, std::span<const float> from, std::span<float> d,
                       std::size_t cols, float alpha) noexcept;

inline void activate_backward(Activation activation, std::span<const float> from, std::span<float> d,
                              std::size_t cols) noexcept {
  activate_backward(activation, from, d, cols, default_alpha(activation));
}

}  // namespace nw::kernels
