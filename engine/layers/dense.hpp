#pragma once

#include "kernels/activations.hpp"
#include "layers/layer.hpp"
#include "layers/output_activation.hpp"

namespace nw::layers {

/// Fully connected layer.   y = f(x W + b)
///
/// Shapes   x: [batch, in]; `kernel` W: [in, out]; `bias` b: [out]; y: [batch, out].
/// Cost     forward 2*batch*in*out operations, backward twice that, or once without d_x. No scratch.
/// Source   Goodfellow, Bengio, Courville, Deep Learning (2016), sections 6.1 and 6.5.
/// Tests    tests/engine/layers/dense.test.cpp
class Dense final : public Layer {
 public:
  static constexpr int kMaxUnits = 65536;

  /// Errors   bad_value, field "units" (expected = kMaxUnits, actual) unless units are in 1 ... kMaxUnits;
  ///          bad_spec, field "inputShape" (expected = 1, actual = its rank) unless the input is a row of at
  ///          least one number; network_too_large (bytes of the kernel) when it has 2^31 floats or more.
  static core::Result<std::unique_ptr<Layer>> make(std::string name, const core::Shape& input_shape,
                                                   int units, kernels::Activation activation);

  std::string_view type() const noexcept override { return "dense"; }
  kernels::Activation activation() const noexcept override { return activation_.kind(); }

  std::size_t cache_floats(int batch) const noexcept override {
    return activation_.cache_floats(static_cast<std::size_t>(batch) * static_cast<std::size_t>(out()));
  }
  double flops_per_row() const noexcept override;
  void forward(const float* params, const float* x, float* y, int batch,
               const Context& context) const noexcept override;
  void backward(const float* params, const float* x, const float* y, float* d_y, float* d_x, float* d_params,
                int batch, const Context& context) const noexcept override;

 private:
  Dense(std::string name, const core::Shape& input_shape, int units, kernels::Activation activation);

  int in() const noexcept { return input_shape()[0]; }
  int out() const noexcept { return output_shape()[0]; }

  OutputActivation activation_;
};

}  // namespace nw::layers
