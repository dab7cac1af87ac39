#pragma once

#include <span>

#include "parallel/pool.hpp"

namespace nw::kernels {

// What a step does to the weights. All are elementwise over spans of equal size (asserted), one pass, no
// allocation, split over the pool (which may be nullptr) only when the spans are large. An element's bits do
// not depend on its place.

/// Adds the gradient of the penalties.   g += l1 * sign(w) + l2 * w
///
/// The penalty itself is l1 * sum |w| + l2/2 * sum w^2 (see reductions.hpp); sign(0) = 0. A rate of 0 adds
/// nothing at all, so that an infinite weight does not make a gradient NaN when there is no penalty.
///
/// Tests    tests/engine/kernels/updates.test.cpp
void add_penalty_gradient(std::span<const float> w, std::span<float> g, float l1, float l2,
                          parallel::Pool* pool) noexcept;

/// The proximal step of an L1 penalty.   w = sign(w) * max(|w| - threshold, 0)
///
/// Weights within the threshold become exactly +0; NaN stays NaN. A threshold of 0 changes nothing at all.
///
/// Needs    threshold >= 0. Asserted.
/// Source   soft thresholding: Parikh, Boyd, Proximal Algorithms (2014), section 6.5.2.
/// Tests    tests/engine/kernels/updates.test.cpp
void shrink(std::span<float> w, float threshold, parallel::Pool* pool) noexcept;

/// Gradient descent.   w -= learning_rate * g
///
/// Returns  true when every new weight is finite; w is written either way.
/// Tests    tests/engine/kernels/updates.test.cpp
[[nodiscard]] bool sgd_step(std::span<float> w, std::span<const float> g, float learning_rate,
                            parallel::Pool* pool) noexcept;

/// The numbers of one Adam step. Made by make_adam_step, which does the part that needs double precision.
struct AdamStep {
  float beta1, beta2;
  float rest1, rest2;   // 1 - beta1, 1 - beta2, taken in double
  float rate;           // learning rate / (1 - beta1^t)
  float inverse_scale;  // 1 / sqrt(1 - beta2^t)
  float epsilon;
};

/// Units    beta1_power, beta2_power: beta1^t and beta2^t of the step to be taken, t = 1 for the first. Keep
///          them in double and multiply once a step: pow() is not the same everywhere.
/// Needs    powers < 1. Asserted.
AdamStep make_adam_step(double learning_rate, double beta1, double beta2, double epsilon, double beta1_power,
                        double beta2_power) noexcept;

/// Adam.   m = b1 m + (1-b1) g;  v = b2 v + (1-b2) g^2;  w -= lr/(1-b1^t) * m / (sqrt(v) / sqrt(1-b2^t) +
/// eps)
///
/// Returns  true when every new weight and every moment is finite (a finite but huge g makes v infinite, and
///          w would then never move again); all are written either way.
/// Source   Kingma, Ba, Adam (2015), algorithm 1, in the arrangement of PyTorch's torch.optim.Adam (epsilon
///          outside the root); its two divisions by constants are multiplications here.
/// Tests    tests/engine/kernels/updates.test.cpp
[[nodiscard]] bool adam_step(std::span<float> w, std::span<const float> g, std::span<float> m,
                             std::span<float> v, const AdamStep& step, parallel::Pool* pool) noexcept;

}  // namespace nw::kernels
