#pragma once

#include "kernels/padded_image.hpp"
#include "layers/conv_shape.hpp"
#include "layers/image_chunks.hpp"
#include "layers/layer.hpp"
#include "layers/output_activation.hpp"

namespace nw::layers {

/// Convolution of images.   y[p, o] = f(sum over taps t and channels c of x[t of p, c] W[t, c, o] + b[o])
///
/// Strides and dilation go together (TensorFlow refuses that).
///
/// Shapes   x: [batch, height, width, in]; `kernel` W: [kernel_height, kernel_width, in, filters]; `bias` b:
///          [filters]; y: [batch, out_height, out_width, filters].
/// Cost     forward 2 * batch * places * window * filters operations, backward twice that, or once without
///          d_x; with strides d_x costs as much as without. Scratch for the packed kernel, and eight times at
///          most for a padded image and the kernel's gradient.
/// Threads  split by images, unless scratch would be too much.
/// Source   Goodfellow, Bengio, Courville, Deep Learning (2016), sections 9.1 and 9.5. Without a copy of the
///          windows: see kernels/conv2d.hpp.
/// Tests    tests/engine/layers/conv2d.test.cpp
class Conv2d final : public Layer {
 public:
  /// Errors   those of fit_window and check_size, field "filters"; network_too_large, field "kernelSize"
  ///          (bytes), when the zeros around an image make it 2^31 floats or more.
  static core::Result<std::unique_ptr<Layer>> make(std::string name, const core::Shape& input_shape,
                                                   int filters, const ConvOptions& options,
                                                   kernels::Activation activation);

  std::string_view type() const noexcept override { return "conv2d"; }
  kernels::Activation activation() const noexcept override { return activation_.kind(); }
  std::size_t cache_floats(int batch) const noexcept override {
    return activation_.cache_floats(static_cast<std::size_t>(batch) * window_.places() * filters());
  }

  std::size_t scratch_floats(int batch) const noexcept override;
  double flops_per_row() const noexcept override;
  void forward(const float* params, const float* x, float* y, int batch,
               const Context& context) const noexcept override;
  void backward(const float* params, const float* x, const float* y, float* d_y, float* d_x, float* d_params,
                int batch, const Context& context) const noexcept override;

 private:
  Conv2d(std::string name, const core::Shape& input_shape, const kernels::ConvWindow& window, int filters,
         kernels::Activation activation);

  std::size_t filters() const noexcept { return static_cast<std::size_t>(output_shape()[2]); }
  std::size_t kernel_floats() const noexcept { return window_.window_floats() * filters(); }
  ImageChunks chunks_of(int batch) const noexcept;
  std::size_t packed_floats() const noexcept;

  kernels::ConvWindow window_;
  OutputActivation activation_;
  kernels::PaddedImage input_, gradient_;
};

}  // namespace nw::layers
