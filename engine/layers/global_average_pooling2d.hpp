#pragma once

#include "layers/layer.hpp"

namespace nw::layers {

/// The mean of each channel over the whole image.
///
/// Shapes   x: [batch, height, width, channels]; y: [batch, channels].
/// Cost     one pass. No scratch, no cache.
/// Source   Lin, Chen, Yan, Network in network (2014), section 3.2.
/// Tests    tests/engine/layers/pooling2d.test.cpp
class GlobalAveragePooling2d final : public Layer {
 public:
  /// Errors   bad_spec, field "inputShape" (expected = 3, actual = its rank).
  static core::Result<std::unique_ptr<Layer>> make(std::string name, const core::Shape& input_shape);

  std::string_view type() const noexcept override { return "globalAveragePooling2d"; }

  double flops_per_row() const noexcept override;
  void forward(const float* params, const float* x, float* y, int batch,
               const Context& context) const noexcept override;
  void backward(const float* params, const float* x, const float* y, float* d_y, float* d_x, float* d_params,
                int batch, const Context& context) const noexcept override;

 private:
  GlobalAveragePooling2d(std::string name, const core::Shape& input_shape);

  std::size_t channels() const noexcept { return static_cast<std::size_t>(input_shape()[2]); }
  std::size_t in() const noexcept { return static_cast<std::size_t>(input_shape().size()); }
  float cells() const noexcept { return static_cast<float>(in() / channels()); }
};

}  // namespace nw::layers
