#pragma once

#include "layers/layer.hpp"

namespace nw::layers {

/// Layer normalization.   y = gamma * (x - mean) / sqrt(variance + epsilon) + beta,   a row at a time
///
/// A row is what lies along the last axis: all numbers of a flat input, the channels of one cell of an image.
/// Training or not, its moments are its own.
///
/// Shapes   x, y: [batch, input_shape]; `gamma`, `beta`: [size of the last axis].
/// Cost     seven passes a step. Scratch: two floats a row, once forward and once backward.
/// Source   Ba, Kiros, Hinton, Layer normalization (2016), section 3.
/// Tests    tests/engine/layers/layer_normalization.test.cpp
class LayerNormalization final : public Layer {
 public:
  /// Errors   bad_value, field "epsilon" (expected = the limit that was passed) unless it is within the
  ///          limits of BatchNormalization; bad_spec, field "inputShape", for one without axes.
  static core::Result<std::unique_ptr<Layer>> make(std::string name, const core::Shape& input_shape,
                                                   double epsilon);

  std::string_view type() const noexcept override { return "layerNormalization"; }

  std::size_t scratch_floats(int batch) const noexcept override { return 2 * rows(batch); }
  double flops_per_row() const noexcept override;
  void forward(const float* params, const float* x, float* y, int batch,
               const Context& context) const noexcept override;
  void backward(const float* params, const float* x, const float* y, float* d_y, float* d_x, float* d_params,
                int batch, const Context& context) const noexcept override;

 private:
  LayerNormalization(std::string name, const core::Shape& input_shape, double epsilon);

  std::size_t cols() const noexcept {
    return static_cast<std::size_t>(input_shape()[input_shape().rank() - 1]);
  }
  std::size_t rows(int batch) const noexcept {
    return static_cast<std::size_t>(batch) * static_cast<std::size_t>(input_shape().size()) / cols();
  }

  float epsilon_;
};

}  // namespace nw::layers
