#include "model/network.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/hash.hpp"
#include "model/initializers.hpp"
#include "model/layer_kinds.hpp"
#include "model/validate.hpp"

namespace nw::model {
namespace {

using core::Errc;
using core::Error;
using core::FieldName;
using layers::Stage;

std::size_t floats_of(const core::Shape& shape) noexcept { return static_cast<std::size_t>(shape.size()); }

/// The error of a layer, named by the place of the layer in the spec.
Error at_layer(Error error, int layer) noexcept {
  if (error.code == Errc::network_too_large)
    error.expected = Network::kMaxBytes;  // whatever a layer alone could hold
  // What flows into the first layer is a field of the spec; what flows into a later one is no field, so the
  // layer is named.
  const bool is_input = std::string_view(error.field) == "inputShape";
  if (is_input && layer == 0) return error;
  error.field = FieldName::at("layers", layer, is_input ? "" : error.field.c_str());
  return error;
}

}  // namespace

core::Result<Network> Network::build(const NetworkSpec& spec) noexcept {
  if (core::Status s = validate(spec); !s) return s.error();

  Network made;
  made.spec_ = spec;
  core::Shape shape;
  for (const int size : spec.input_shape) shape.push_back(size);
  made.inputs_ = floats_of(shape);

  double parameter_floats = 0.0;  // in double: 32 bits are not enough to say how much is too much
  for (std::size_t index = 0; index < spec.layers.size(); ++index) {
    const LayerSpec& layer_spec = spec.layers[index];
    auto layer = layer_kinds()[static_cast<std::size_t>(layer_spec.type)].make(layer_spec, shape);
    if (!layer) return at_layer(layer.error(), static_cast<int>(index));
    shape = (*layer)->output_shape();
    made.flops_per_row_ += (*layer)->flops_per_row();
    for (const auto& parameter : (*layer)->parameters())
      parameter_floats += static_cast<double>(parameter.shape.size());
    made.layers_.push_back(std::move(layer).value());
  }
  const double bytes = parameter_floats * sizeof(float);
  if (bytes > kMaxBytes) return Error{Errc::network_too_large, "layers", kMaxBytes, bytes};
  made.outputs_ = floats_of(shape);
  made.parameter_count_ = static_cast<std::int64_t>(parameter_floats);

  const Loss& loss = made.loss();
  const auto last = static_cast<int>(spec.layers.size()) - 1;
  if (loss.stage == Stage::preactivation && spec.layers.back().activation != loss.fused_activation) {
    return Error{Errc::bad_spec, FieldName::at("layers", last, "activation"), double(loss.fused_activation),
                 double(spec.layers.back().activation)};
  }

  for (std::size_t index = 0; index < made.layers_.size(); ++index) {
    made.arena_floats_ = made.layers_[index]->place_parameters(made.arena_floats_);
    for (const auto& info : made.layers_[index]->parameters())
      made.parameters_.push_back({&info, static_cast<int>(index)});
  }
  return made;
}

int Network::find_parameter(std::string_view name) const noexcept {
  for (std::size_t index = 0; index < parameters_.size(); ++index) {
    if (parameters_[index].info->name == name) return static_cast<int>(index);
  }
  return -1;
}

void Network::initialize(std::uint64_t seed, float* arena) const noexcept {
  std::memset(arena, 0, arena_floats_ * sizeof(float));
  for (const Parameter& parameter : parameters_) {
    const LayerSpec& layer = spec_.layers[static_cast<std::size_t>(parameter.layer)];
    const InitializerSpec& how = parameter.info->is_bias ? layer.bias_initializer : layer.kernel_initializer;
    model::initialize(how, *parameter.info, seed, parameter.in(arena));
  }
}

std::uint64_t Network::hash(const float* arena) const noexcept {
  core::Hash hash;
  for (const Parameter& parameter : parameters_) hash.add_floats(parameter.in(arena));
  return hash.value();
}

const float* Network::forward(const float* arena, const float* x, int batch, Stage stage,
                              Workspace& workspace, parallel::Pool* pool) const noexcept {
  assert(batch >= 1 && batch <= workspace.batch());
  const float* in = x;
  for (std::size_t index = 0; index < layers_.size(); ++index) {
    const bool last = index + 1 == layers_.size();
    float* out = workspace.output(index);
    layers_[index]->forward(arena, in, out, batch, last ? stage : Stage::output, workspace.scratch(), pool);
    in = out;
  }
  return in;
}

double Network::train_pass(const float* arena, const float* x, const float* target, int batch,
                           float* gradients, Workspace& workspace, parallel::Pool* pool) const noexcept {
  const Loss& last_loss = loss();
  const float* out = forward(arena, x, batch, last_loss.stage, workspace, pool);

  const std::size_t size = static_cast<std::size_t>(batch) * outputs_;
  const std::size_t last = layers_.size() - 1;
  const double loss =
      last_loss.evaluate({out, size}, {target, size}, {workspace.gradient(last), size}, outputs_);
  if (!std::isfinite(loss)) return loss;

  for (std::size_t index = last + 1; index-- > 0;) {
    const Stage stage = index == last ? last_loss.stage : Stage::output;
    const float* in = index == 0 ? x : workspace.output(index - 1);
    float* d_in = index == 0 ? nullptr : workspace.gradient(index - 1);
    layers_[index]->backward(arena, in, workspace.output(index), workspace.gradient(index), d_in, gradients,
                             batch, stage, workspace.scratch(), pool);
  }
  return loss;
}

WorkspacePlan Network::plan_workspace(int batch, WorkspaceUse use) const noexcept {
  constexpr std::int64_t kLine = core::AlignedBuffer<float>::kAlignment / sizeof(float);
  const auto rounded = [](std::int64_t floats) { return (floats + kLine - 1) / kLine * kLine; };

  std::int64_t widest = 0, scratch = 0;
  for (const auto& layer : layers_) {
    widest = std::max(widest, rounded(layer->output_shape().size() * batch));
    scratch = std::max(scratch, static_cast<std::int64_t>(layer->scratch_floats(batch)));
  }

  WorkspacePlan plan;
  plan.batch = batch;
  std::int64_t next = 0;
  if (use == WorkspaceUse::training) {
    for (const auto& layer : layers_) {
      plan.outputs.push_back(next);
      next += rounded(layer->output_shape().size() * batch);
    }
    plan.gradients[0] = next;
    plan.gradients[1] = next + widest;
    next += 2 * widest;
  } else {  // nobody looks back: two places are enough
    for (std::size_t index = 0; index < layers_.size(); ++index)
      plan.outputs.push_back(index % 2 == 0 ? 0 : widest);
    next = layers_.size() > 1 ? 2 * widest : widest;
  }
  plan.scratch = next;
  plan.scratch_floats = scratch;
  plan.floats = next + rounded(scratch);
  return plan;
}

}  // namespace nw::model
