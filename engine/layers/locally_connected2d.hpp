#pragma once

#include "kernels/gemm.hpp"
#include "layers/conv_shape.hpp"
#include "layers/layer.hpp"
#include "layers/output_activation.hpp"

namespace nw::layers {

/// A convolution whose kernel is another one at every place.
///
/// y[p, o] = f(sum over the numbers j of p's window of x[j of p] W[p, j, o] + b[p, o])
///
/// Shapes   x: [batch, height, width, in]; `kernel` W: [out_height * out_width, kernel_height * kernel_width
/// *
///          in, filters]; `bias` b: [out_height, out_width, filters]; y: [batch, out_height, out_width,
///          filters].
/// Cost     as Conv2d, and as many times more parameters as there are places. No scratch.
/// Threads  split by places, the gradient of x by images.
/// Source   LeCun, Generalization and network design strategies (1989), section 4; layout as Keras'
///          LocallyConnected2D. The fans are those of one unit, as in Conv2d: Keras takes them from the
///          kernel's shape, which multiplies them by the number of places and makes start weights too small.
/// Tests    tests/engine/layers/locally_connected2d.test.cpp
class LocallyConnected2d final : public Layer {
 public:
  /// Errors   bad_option, field "padding", when it is same; those of fit_window and check_size, field
  ///          "filters". Dilation is not known to it (bad_value, field "dilationRate", expected = 1).
  static core::Result<std::unique_ptr<Layer>> make(std::string name, const core::Shape& input_shape,
                                                   int filters, const ConvOptions& options,
                                                   kernels::Activation activation);

  std::string_view type() const noexcept override { return "locallyConnected2d"; }
  kernels::Activation activation() const noexcept override { return activation_.kind(); }
  std::size_t cache_floats(int batch) const noexcept override {
    return activation_.cache_floats(static_cast<std::size_t>(batch) * window_.places() * filters());
  }

  double flops_per_row() const noexcept override;
  void forward(const float* params, const float* x, float* y, int batch,
               const Context& context) const noexcept override;
  void backward(const float* params, const float* x, const float* y, float* d_y, float* d_x, float* d_params,
                int batch, const Context& context) const noexcept override;

 private:
  LocallyConnected2d(std::string name, const core::Shape& input_shape, const kernels::ConvWindow& window,
                     int filters, kernels::Activation activation);

  std::size_t filters() const noexcept { return static_cast<std::size_t>(output_shape()[2]); }
  /// Numbers in a row of a window, which lie side by side in the image.
  std::size_t row_floats() const noexcept {
    return window_.window_floats() / static_cast<std::size_t>(window_.kernel_height);
  }
  std::size_t input_at(std::size_t place, int row) const noexcept;
  std::size_t kernel_at(std::size_t place, int row) const noexcept;
  std::size_t places_a_chunk(int batch) const noexcept;
  void kernel_gradient(const float* x, const float* d_z, float* d_kernel, std::size_t place,
                       int batch) const noexcept;
  void input_gradient(const float* kernel, const float* d_z, float* d_x, std::size_t begin,
                      std::size_t end) const noexcept;

  kernels::ConvWindow window_;
  OutputActivation activation_;
};

}  // namespace nw::layers
