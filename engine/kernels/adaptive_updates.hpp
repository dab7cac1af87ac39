#pragma once

#include <span>

#include "kernels/updates.hpp"
#include "parallel/pool.hpp"

namespace nw::kernels {

// Optimizers with a rate of their own for each weight, beside Adam (updates.hpp). Elementwise over spans of
// equal size (asserted), one pass, no allocation; an element's bits do not depend on its place.

/// The numbers of one step of RMSprop.
struct RmspropStep {
  float rho, rest;  // rest: 1 - rho, taken in double
  float rate;
  float epsilon;
};

/// RMSprop.   v = rho v + (1-rho) g^2;  w -= rate * g / (sqrt(v) + eps)
///
/// Returns  true when every new weight and every average is finite (a finite but huge g makes v infinite, and
///          w would then never move again); all are written either way.
/// Source   Hinton, Neural Networks for Machine Learning (2012), lecture 6e, in the arrangement of PyTorch's
///          torch.optim.RMSprop (epsilon outside the root, not centered).
/// Tests    tests/engine/kernels/optimizer_kernels.test.cpp
[[nodiscard]] bool rmsprop_step(std::span<float> w, std::span<const float> g, std::span<float> v,
                                const RmspropStep& step, parallel::Pool* pool) noexcept;

/// AdaGrad.   sum += g^2;  w -= learning_rate * g / (sqrt(sum) + eps)
///
/// Returns  as rmsprop_step.
/// Source   Duchi, Hazan, Singer, Adaptive Subgradient Methods (2011), in the arrangement of PyTorch's
///          torch.optim.Adagrad (epsilon outside the root).
/// Tests    tests/engine/kernels/optimizer_kernels.test.cpp
[[nodiscard]] bool adagrad_step(std::span<float> w, std::span<const float> g, std::span<float> sum,
                                float learning_rate, float epsilon, parallel::Pool* pool) noexcept;

/// AMSGrad.   m and v as Adam;  largest = max(largest, v);
///            w -= lr/(1-b1^t) * m / (sqrt(largest) / sqrt(1-b2^t) + eps)
///
/// Returns  true when every new weight and every moment is finite; all are written either way.
/// Source   Reddi, Kale, Kumar, On the Convergence of Adam and Beyond (2018), as computed by
///          torch.optim.Adam(amsgrad=True): the largest v is kept before it is divided by 1 - b2^t.
/// Tests    tests/engine/kernels/optimizer_kernels.test.cpp
[[nodiscard]] bool amsgrad_step(std::span<float> w, std::span<const float> g, std::span<float> m,
                                std::span<float> v, std::span<float> largest, const AdamStep& step,
                                parallel::Pool* pool) noexcept;

}  // namespace nw::kernels
