#pragma once

#include <span>

#include "parallel/pool.hpp"

namespace nw::kernels {

// Gradient descent with a velocity. As in updates.hpp: elementwise over spans of equal size (asserted), one
// pass, no allocation; an element's bits do not depend on its place.

/// Momentum.   v = momentum v + g;  w -= learning_rate * v
///
/// The rate stands outside the velocity, so that another rate acts at once on all of it.
///
/// Returns  true when every new weight and every velocity is finite; all are written either way.
/// Source   Polyak, Some methods of speeding up the convergence of iteration methods (1964), in the
///          arrangement of PyTorch's torch.optim.SGD.
/// Tests    tests/engine/kernels/optimizer_kernels.test.cpp
[[nodiscard]] bool momentum_step(std::span<float> w, std::span<const float> g, std::span<float> v,
                                 float learning_rate, float momentum, parallel::Pool* pool) noexcept;

/// Nesterov's momentum.   v = momentum v + g;  w -= learning_rate * (g + momentum v)
///
/// Returns  as momentum_step.
/// Source   Sutskever, Martens, Dahl, Hinton, On the importance of initialization and momentum in deep
///          learning (2013), in the arrangement of torch.optim.SGD(nesterov=True).
/// Tests    tests/engine/kernels/optimizer_kernels.test.cpp
[[nodiscard]] bool nesterov_step(std::span<float> w, std::span<const float> g, std::span<float> v,
                                 float learning_rate, float momentum, parallel::Pool* pool) noexcept;

}  // namespace nw::kernels
