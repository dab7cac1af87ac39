#pragma once

#include "kernels/dropout.hpp"
#include "layers/layer.hpp"

namespace nw::layers {

/// Drops a share of the numbers in training, and passes everything on otherwise.
///
/// Kept numbers are multiplied by 1 / (1 - rate). What is dropped is a pure function of the run's seed, the
/// layer's name, the step and the place in the batch: backward draws the mask again, and so does a replay.
///
/// Shapes   x, y: [batch, input_shape].
/// Cost     one pass, and a random number for each element. No scratch, no cache.
/// Source   as kernels/dropout.hpp.
/// Tests    tests/engine/layers/dropout.test.cpp
class Dropout final : public Layer {
 public:
  /// Errors   bad_value, field "rate" (expected = the limit that was passed, 0 or 1) unless 0 <= rate < 1.
  static core::Result<std::unique_ptr<Layer>> make(std::string name, const core::Shape& input_shape,
                                                   double rate);

  std::string_view type() const noexcept override { return "dropout"; }

  double flops_per_row() const noexcept override;
  void forward(const float* params, const float* x, float* y, int batch,
               const Context& context) const noexcept override;
  void backward(const float* params, const float* x, const float* y, float* d_y, float* d_x, float* d_params,
                int batch, const Context& context) const noexcept override;

 private:
  Dropout(std::string name, const core::Shape& input_shape, double rate)
      : Layer(std::move(name), input_shape, input_shape), rate_(rate) {}

  void apply(const float* from, float* to, int batch, const Context& context) const noexcept;

  double rate_;
};

}  // namespace nw::layers
