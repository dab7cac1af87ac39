#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/shape.hpp"
#include "parallel/pool.hpp"

namespace nw::layers {

/// One trainable array of a layer, and where it lies in the network's arena of parameters.
struct ParameterInfo {
  std::string name;  // with its layer's, "dense_1/kernel": stable, it stands in links and files
  core::Shape shape;
  std::int32_t fan_in = 0;   // numbers that enter a unit, for the initializers
  std::int32_t fan_out = 0;  // units that a number enters
  bool is_bias = false;
  std::size_t offset = 0;  // first float in the arena; set by Layer::place_parameters
};

/// Which side of its last activation a layer speaks about.
///
/// `output` is the usual one. `preactivation` serves the cross-entropies that are fused with softmax or
/// sigmoid: forward then gives logits, the loss gives their gradient, and backward takes it as such.
enum class Stage { output, preactivation };

/// Working memory of one call, at least scratch_floats(batch) floats; its content means nothing between
/// calls.
using Scratch = std::span<float>;

/// One layer: knows its shapes and parameters, computes forward and backward over a batch, holds no numbers
/// itself.
///
/// Parameters, gradients, activations and scratch are the network's memory, planned once; a step allocates
/// nothing.
///
/// Threads  forward and backward are pure but for what they write; different runs may use one layer at the
///          same time.
class Layer {
 public:
  /// Where each parameter starts: a multiple of this many floats, so that it begins with a whole vector.
  static constexpr std::size_t kParameterAlign = 4;

  virtual ~Layer() = default;

  virtual std::string_view type() const noexcept = 0;  // as in the spec: "dense"

  const std::string& name() const noexcept { return name_; }
  const core::Shape& input_shape() const noexcept { return input_shape_; }    // without the batch
  const core::Shape& output_shape() const noexcept { return output_shape_; }  // without the batch
  std::span<const ParameterInfo> parameters() const noexcept { return parameters_; }

  /// Gives each parameter its place from `offset` on.
  ///
  /// Returns  the first free offset after them, again a multiple of kParameterAlign when `offset` is one.
  std::size_t place_parameters(std::size_t offset) noexcept;

  /// How many floats of working memory forward and backward want for this many rows.
  virtual std::size_t scratch_floats(int batch) const noexcept = 0;

  /// Multiplications and additions of one training step a row, to choose between threads; not exact.
  virtual double flops_per_row() const noexcept = 0;

  /// y = layer(x).
  ///
  /// Shapes   params: the whole arena (this layer finds its own by offset); x: [batch, input_shape]; y:
  ///          [batch, output_shape], or with Stage::preactivation what the activation would be given. y is
  ///          not x.
  /// Needs    batch >= 1. Asserted.
  virtual void forward(const float* params, const float* x, float* y, int batch, Stage stage, Scratch scratch,
                       parallel::Pool* pool) const noexcept = 0;

  /// From the gradient of y to those of the parameters and of x.
  ///
  /// Shapes   as forward. y: what forward gave for this x with Stage::output (not read with
  ///          Stage::preactivation). d_y: as y, the gradient of the output, or with Stage::preactivation of
  ///          the preactivation; overwritten. d_x: as x, overwritten; nullptr when nobody needs it (the first
  ///          layer). d_params: the whole arena of gradients; this layer's own are overwritten, others
  ///          untouched. None of them overlap.
  /// Needs    batch >= 1. Asserted.
  virtual void backward(const float* params, const float* x, const float* y, float* d_y, float* d_x,
                        float* d_params, int batch, Stage stage, Scratch scratch,
                        parallel::Pool* pool) const noexcept = 0;

 protected:
  Layer(std::string name, const core::Shape& input_shape, const core::Shape& output_shape)
      : name_(std::move(name)), input_shape_(input_shape), output_shape_(output_shape) {}

  void add_parameter(const char* part, const core::Shape& shape, std::int32_t fan_in, std::int32_t fan_out,
                     bool is_bias) {
    parameters_.push_back({name_ + "/" + part, shape, fan_in, fan_out, is_bias, 0});
  }

 private:
  std::string name_;
  core::Shape input_shape_;
  core::Shape output_shape_;
  std::vector<ParameterInfo> parameters_;
};

}  // namespace nw::layers
