#pragma once

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
///          d_x. Scratch for some windows at a time (128 kB, or four of them) and for the kernel's gradient,
///          eight times at most.
/// Threads  split by images; where scratch would be too much, only the products are split.
/// Source   Goodfellow, Bengio, Courville, Deep Learning (2016), sections 9.1 and 9.5. As a product of
///          matrices: see kernels/im2col.hpp.
/// Tests    tests/engine/layers/conv2d.test.cpp
class Conv2d final : public Layer {
 public:
  /// Errors   those of fit_window and check_size, field "filters".
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
  std::size_t tile_places() const noexcept;
  std::size_t columns_floats(int batch) const noexcept;
  const float* columns_of(const float* x, std::size_t first, std::size_t last, float* columns) const noexcept;
  struct Gradients;
  void backward_images(const float* kernel, const float* x, const float* d_z, std::size_t begin,
                       std::size_t end, float* columns, const Gradients& gradients,
                       parallel::Pool* pool) const noexcept;

  kernels::ConvWindow window_;
  OutputActivation activation_;
  bool pointwise_ = false;  // windows of one place each, side by side: the image itself is their matrix
};

}  // namespace nw::layers
