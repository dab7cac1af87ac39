#pragma once

#include "layers/layer.hpp"

namespace nw::layers {

/// The same numbers in another shape: `reshape`, and `flatten`, which makes a row of them.
///
/// Cost     one copy each way.
/// Tests    tests/engine/layers/reshape.test.cpp
class Reshape final : public Layer {
 public:
  /// Errors   bad_spec, field "targetShape": expected = kMaxRank - 1, actual = its rank, unless that is in 1
  ///          ... kMaxRank - 1; or expected = numbers of the input, actual = its own, unless they are as
  ///          many.
  static core::Result<std::unique_ptr<Layer>> make(std::string name, const core::Shape& input_shape,
                                                   std::span<const int> target);

  /// Errors   network_too_large (bytes) for 2^31 numbers and more.
  static core::Result<std::unique_ptr<Layer>> make_flatten(std::string name, const core::Shape& input_shape);

  std::string_view type() const noexcept override { return type_; }

  double flops_per_row() const noexcept override;
  void forward(const float* params, const float* x, float* y, int batch,
               const Context& context) const noexcept override;
  void backward(const float* params, const float* x, const float* y, float* d_y, float* d_x, float* d_params,
                int batch, const Context& context) const noexcept override;

 private:
  Reshape(const char* type, std::string name, const core::Shape& input_shape, const core::Shape& target)
      : Layer(std::move(name), input_shape, target), type_(type) {}

  void copy(const float* from, float* to, int batch) const noexcept;

  const char* type_;
};

}  // namespace nw::layers
