#pragma once

#include "layers/conv_shape.hpp"
#include "layers/image_chunks.hpp"
#include "layers/layer.hpp"
#include "layers/output_activation.hpp"

namespace nw::layers {

/// Convolution of each channel by itself, with `multiplier` kernels.
///
/// y[p, c * multiplier + m] = f(sum over taps t of x[t of p, c] W[t, c, m] + b[c * multiplier + m])
///
/// Shapes   x: [batch, height, width, in]; `kernel` W: [kernel_height, kernel_width, in, multiplier]; `bias`
///          b: [in * multiplier]; y: [batch, out_height, out_width, in * multiplier].
/// Cost     forward 2 * batch * places * taps * in * multiplier operations, backward twice that, or once
///          without d_x. Scratch for the kernel's gradient and, with a multiplier above 1, for an image with
///          its channels repeated and that image's gradient; eight times at most.
/// Threads  split by images.
/// Source   Chollet, Xception: deep learning with depthwise separable convolutions (2017), section 1; fans as
///          Keras computes them from the kernel's shape.
/// Tests    tests/engine/layers/depthwise_conv2d.test.cpp
class DepthwiseConv2d final : public Layer {
 public:
  /// Errors   those of fit_window and check_size, field "depthMultiplier" (an image with its channels
  ///          repeated counts as an output, with its gradient).
  static core::Result<std::unique_ptr<Layer>> make(std::string name, const core::Shape& input_shape,
                                                   int multiplier, const ConvOptions& options,
                                                   kernels::Activation activation);

  std::string_view type() const noexcept override { return "depthwiseConv2d"; }
  kernels::Activation activation() const noexcept override { return activation_.kind(); }
  std::size_t cache_floats(int batch) const noexcept override {
    return activation_.cache_floats(static_cast<std::size_t>(batch) * window_.places() * channels());
  }

  std::size_t scratch_floats(int batch) const noexcept override;
  double flops_per_row() const noexcept override;
  void forward(const float* params, const float* x, float* y, int batch,
               const Context& context) const noexcept override;
  void backward(const float* params, const float* x, const float* y, float* d_y, float* d_x, float* d_params,
                int batch, const Context& context) const noexcept override;

 private:
  DepthwiseConv2d(std::string name, const core::Shape& input_shape, const kernels::ConvWindow& window,
                  int multiplier, kernels::Activation activation);

  std::size_t channels() const noexcept { return static_cast<std::size_t>(output_shape()[2]); }
  std::size_t input_floats() const noexcept { return window_.image_floats() / multiplier_; }
  std::size_t repeated_floats() const noexcept { return multiplier_ > 1 ? window_.image_floats() : 0; }
  ImageChunks chunks_of(int batch) const noexcept;

  kernels::ConvWindow window_;  // over images with their channels repeated
  std::size_t multiplier_;
  OutputActivation activation_;
};

}  // namespace nw::layers
