#pragma once

#include "kernels/activations.hpp"
#include "layers/layer.hpp"

namespace nw::layers {

/// An activation by itself.   y = f(x);   softmax over the last axis
///
/// Shapes   x, y: [batch, input_shape].
/// Cost     one pass. No scratch, no cache: its preactivation is its input.
/// Source   as kernels/activations.hpp.
/// Tests    tests/engine/layers/activation.test.cpp
class ActivationLayer final : public Layer {
 public:
  static constexpr float kMaxAlpha = 1e30f;

  /// Needs    alpha: the slope below 0 of leakyRelu, the scale of elu; others do not read it.
  /// Errors   bad_value, field "alpha" (expected = the limit that was passed) unless it is in 0 ...
  /// kMaxAlpha:
  ///          of a negative one the derivative could not be had from y.
  static core::Result<std::unique_ptr<Layer>> make(std::string name, const core::Shape& input_shape,
                                                   kernels::Activation activation, double alpha);

  std::string_view type() const noexcept override { return "activation"; }
  kernels::Activation activation() const noexcept override { return activation_; }

  double flops_per_row() const noexcept override;
  void forward(const float* params, const float* x, float* y, int batch,
               const Context& context) const noexcept override;
  void backward(const float* params, const float* x, const float* y, float* d_y, float* d_x, float* d_params,
                int batch, const Context& context) const noexcept override;

 private:
  ActivationLayer(std::string name, const core::Shape& input_shape, kernels::Activation activation,
                  float alpha)
      : Layer(std::move(name), input_shape, input_shape), activation_(activation), alpha_(alpha) {}

  std::size_t cols() const noexcept {
    return static_cast<std::size_t>(input_shape()[input_shape().rank() - 1]);
  }
  std::size_t rows(int batch) const noexcept {
    return static_cast<std::size_t>(batch) * static_cast<std::size_t>(input_shape().size()) / cols();
  }

  kernels::Activation activation_;
  float alpha_;
};

}  // namespace nw::layers
