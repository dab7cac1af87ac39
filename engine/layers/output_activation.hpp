#pragma once

#include <cstddef>

#include "kernels/activations.hpp"
#include "kernels/gemm.hpp"
#include "layers/layer.hpp"

namespace nw::layers {

/// The activation that a layer ends in: everything that such layers have in common.
///
/// Forward, the layer gives epilogue() to gemm and calls finish() on the whole output, or without gemm calls
/// apply() on it. Backward, it calls backward() first, and goes on with the gradient of the preactivation.
/// The output is seen as rows of `cols` numbers: [batch, units] of a dense layer, [batch * height * width,
/// channels] of an image. The layer answers cache_floats() with this one's; it has the first floats of
/// Context::cache.
///
/// alpha is the default one.
///
/// Threads  parts of the work are shared out over the pool; bits do not depend on it, nor on which of the
///          ways is taken.
/// Tests    tests/engine/layers/output_activation.test.cpp
class OutputActivation {
 public:
  explicit OutputActivation(kernels::Activation kind) noexcept : kind_(kind) {}

  kernels::Activation kind() const noexcept { return kind_; }

  /// What forward keeps for backward, of `size` outputs: the preactivation, for those that need it.
  std::size_t cache_floats(std::size_t size) const noexcept {
    return kernels::needs_preactivation(kind_) ? size : 0;
  }

  /// What gemm does with each finished block; nullptr when finish() has it all to do, or nobody anything.
  kernels::GemmEpilogue epilogue(const Context& context) const noexcept;

  /// What is left to do with y once every block went through epilogue().
  void finish(float* y, std::size_t rows, std::size_t cols, const Context& context) const noexcept;

  /// The whole activation, in place; for layers that have no gemm.
  void apply(float* y, std::size_t rows, std::size_t cols, const Context& context) const noexcept;

  /// d <- the gradient of the preactivation, from that of the output.
  ///
  /// Shapes   y, d: [rows, cols], contiguous.
  /// Needs    y and context as forward left them.
  void backward(const float* y, float* d, std::size_t rows, std::size_t cols,
                const Context& context) const noexcept;

 private:
  bool is_kept(const Context& context) const noexcept {
    return context.training && kernels::needs_preactivation(kind_);
  }

  kernels::Activation kind_;
};

/// Any activation of whole rows, in place, shared out over the pool.
///
/// Shapes   y: [rows, cols], contiguous. copy: as y, or nullptr; gets what y was before.
void activate_rows(kernels::Activation kind, float alpha, float* y, float* copy, std::size_t rows,
                   std::size_t cols, parallel::Pool* pool) noexcept;

/// kernels::activate_backward, shared out over the pool.
void activate_rows_backward(kernels::Activation kind, float alpha, const float* from, float* d,
                            std::size_t rows, std::size_t cols, parallel::Pool* pool) noexcept;

/// How many rows make a chunk of a pass over [rows, cols] that does little with each number: some 10 us even
/// for the cheapest.
std::size_t rows_a_chunk(std::size_t cols) noexcept;

}  // namespace nw::layers
