#pragma once

#include "kernels/normalizations.hpp"
#include "layers/layer.hpp"

namespace nw::layers {

/// Batch normalization.   y = gamma * (x - mean) / sqrt(variance + epsilon) + beta,   a channel at a time
///
/// A channel is a place on the last axis; its moments are over the batch and all other axes. A training pass
/// takes the batch's own moments and lets gradients flow through them; everything else takes the running
/// ones. After each step taken,
///
///     moving = momentum * moving + (1 - momentum) * batch's,   the variance's times n / (n - 1)
///
/// with n values a channel. Of a single value the variance is not known: then moving_variance stays.
///
/// Shapes   x, y: [batch, input_shape]; `gamma`, `beta`, `moving_mean`, `moving_variance`: [channels].
/// Cost     five passes a step. Cache: three floats a channel; scratch: one.
/// Source   Ioffe, Szegedy, Batch normalization (2015), algorithm 1; running moments as PyTorch's
///          BatchNorm2d, whose momentum is 1 minus this one.
/// Tests    tests/engine/layers/batch_normalization.test.cpp
class BatchNormalization final : public Layer {
 public:
  /// Errors   bad_value, field "momentum" unless in 0 ... 1, "epsilon" unless in kSmallestEpsilon ...
  ///          kLargestEpsilon (expected = the limit that was passed); bad_spec, field "inputShape", for one
  ///          without axes.
  static core::Result<std::unique_ptr<Layer>> make(std::string name, const core::Shape& input_shape,
                                                   double momentum, double epsilon);

  static constexpr double kSmallestEpsilon = 1e-30, kLargestEpsilon = 1e30;

  std::string_view type() const noexcept override { return "batchNormalization"; }

  std::size_t scratch_floats(int /*batch*/) const noexcept override { return channels(); }
  std::size_t cache_floats(int /*batch*/) const noexcept override { return 3 * channels(); }
  double flops_per_row() const noexcept override;
  void forward(const float* params, const float* x, float* y, int batch,
               const Context& context) const noexcept override;
  void backward(const float* params, const float* x, const float* y, float* d_y, float* d_x, float* d_params,
                int batch, const Context& context) const noexcept override;
  void keep_statistics(float* params, int batch, std::span<const float> cache) const noexcept override;

 private:
  BatchNormalization(std::string name, const core::Shape& input_shape, double momentum, double epsilon);

  std::size_t channels() const noexcept {
    return static_cast<std::size_t>(input_shape()[input_shape().rank() - 1]);
  }
  std::size_t rows(int batch) const noexcept {  // values a channel
    return static_cast<std::size_t>(batch) * static_cast<std::size_t>(input_shape().size()) / channels();
  }
  /// Those that this pass normalizes by; the running ones' inverse is computed into scratch.
  kernels::Moments moments(const float* params, const Context& context) const noexcept;

  double momentum_;
  float epsilon_;
};

}  // namespace nw::layers
