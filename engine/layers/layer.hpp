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
#include "kernels/activations.hpp"
#include "parallel/pool.hpp"

namespace nw::layers {

/// What a parameter is to its layer. It decides who draws its start values and which penalties it feels.
enum class Role {
  kernel,    // drawn by the layer's kernel initializer; penalized
  bias,      // by its bias initializer; penalized only when asked
  scale,     // of a normalization; starts at `start`; penalized only when asked
  statistic  // kept by the layer itself (running mean and variance): no gradient, no optimizer touches it
};

/// One array of a layer, and where it lies in the network's arena of parameters.
struct ParameterInfo {
  std::string name;  // with its layer's, "dense_1/kernel": stable, it stands in links and files
  core::Shape shape;
  std::int32_t fan_in = 0;   // numbers that enter a unit, for the initializers
  std::int32_t fan_out = 0;  // units that a number enters
  Role role = Role::kernel;
  float start = 0.0f;      // of scales and statistics
  std::size_t offset = 0;  // first float in the arena; set by Layer::place_parameters

  bool is_bias() const noexcept { return role == Role::bias; }
  bool is_trained() const noexcept { return role != Role::statistic; }
};

/// Which side of its last activation a layer speaks about.
///
/// `output` is the usual one. `preactivation` serves the cross-entropies that are fused with softmax or
/// sigmoid: forward then gives logits, the loss gives their gradient, and backward takes it as such.
enum class Stage { output, preactivation };

/// Working memory of one call, at least scratch_floats(batch) floats; its content means nothing between
/// calls.
using Scratch = std::span<float>;

/// What surrounds a call of forward or backward. The two calls of a training pass get the same.
struct Context {
  Stage stage = Stage::output;
  /// True in a training pass: dropout drops, batch normalization takes the batch's statistics, and `cache`
  /// holds what forward leaves for backward. False for everything else: metrics, predictions, views.
  bool training = false;
  std::uint64_t seed = 0;  // of the run; with `step` it addresses a layer's random numbers in a training pass
  std::uint64_t step = 0;
  Scratch scratch{};
  std::span<float> cache{};  // this layer's own, cache_floats(batch) floats; in a training pass only
  parallel::Pool* pool = nullptr;
};

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

  /// The activation that forward ends with, for losses that are fused with it.
  virtual kernels::Activation activation() const noexcept { return kernels::Activation::linear; }

  /// How many floats of working memory forward and backward want for this many rows.
  virtual std::size_t scratch_floats(int /*batch*/) const noexcept { return 0; }

  /// How many floats forward leaves for backward in a training pass, beside its output.
  virtual std::size_t cache_floats(int /*batch*/) const noexcept { return 0; }

  /// Multiplications and additions of one training step a row, to choose between threads; not exact.
  virtual double flops_per_row() const noexcept = 0;

  /// y = layer(x).
  ///
  /// Shapes   params: the whole arena (this layer finds its own by offset); x: [batch, input_shape]; y:
  ///          [batch, output_shape], or with Stage::preactivation what the activation would be given. y is
  ///          not x.
  /// Needs    batch >= 1. Asserted.
  virtual void forward(const float* params, const float* x, float* y, int batch,
                       const Context& context) const noexcept = 0;

  /// From the gradient of y to those of the parameters and of x.
  ///
  /// Shapes   as forward. y: what forward gave for this x with Stage::output (not read with
  ///          Stage::preactivation). d_y: as y, the gradient of the output, or with Stage::preactivation of
  ///          the preactivation; overwritten. d_x: as x, overwritten; nullptr when nobody needs it (the first
  ///          layer). d_params: the whole arena of gradients; this layer's own are overwritten, others
  ///          untouched. None of them overlap.
  /// Needs    batch >= 1. Asserted.
  virtual void backward(const float* params, const float* x, const float* y, float* d_y, float* d_x,
                        float* d_params, int batch, const Context& context) const noexcept = 0;

  /// Brings the layer's own statistics (Role::statistic) up to date, once the step of a training pass is
  /// taken.
  ///
  /// Shapes   cache: what forward left there for this batch.
  virtual void keep_statistics(float* /*params*/, int /*batch*/,
                               std::span<const float> /*cache*/) const noexcept {}

 protected:
  Layer(std::string name, const core::Shape& input_shape, const core::Shape& output_shape)
      : name_(std::move(name)), input_shape_(input_shape), output_shape_(output_shape) {}

  /// A new layer, or out_of_memory when there was none for it (nullptr).
  static core::Result<std::unique_ptr<Layer>> owned(Layer* layer) noexcept;

  void add_parameter(const char* part, const core::Shape& shape, std::int32_t fan_in, std::int32_t fan_out,
                     Role role, float start = 0.0f) {
    parameters_.push_back({name_ + "/" + part, shape, fan_in, fan_out, role, start, 0});
  }

 private:
  std::string name_;
  core::Shape input_shape_;
  core::Shape output_shape_;
  std::vector<ParameterInfo> parameters_;
};

}  // namespace nw::layers
