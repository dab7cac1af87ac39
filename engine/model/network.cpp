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

/// Whether the initializers of a layer can draw what the layer has.
core::Status check_initializers(const layers::Layer& layer, const LayerSpec& spec, int index) noexcept {
  for (const layers::ParameterInfo& parameter : layer.parameters()) {
    const bool is_kernel = parameter.role == layers::Role::kernel;
    if (!is_kernel && parameter.role != layers::Role::bias) continue;
    const InitializerSpec& initializer = is_kernel ? spec.kernel_initializer : spec.bias_initializer;
    const FieldName field =
        FieldName::at("layers", index, is_kernel ? "kernelInitializer.type" : "biasInitializer.type");
    if (core::Status s = check_initializer(initializer, parameter, field); !s) return s;
  }
  return {};
}

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
    auto layer = layer_kind_of(layer_spec.type).make(layer_spec, shape);
    if (!layer) return at_layer(layer.error(), static_cast<int>(index));
    if (core::Status s = check_initializers(**layer, layer_spec, static_cast<int>(index)); !s)
      return s.error();
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
  if (loss.stage == Stage::preactivation && made.last_activation() != loss.fused_activation) {
    return Error{Errc::bad_spec, FieldName::at("layers", last, "activation"), double(loss.fused_activation),
                 double(made.last_activation())};
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
    const std::span<float> values = parameter.in(arena);
    switch (parameter.info->role) {
      case layers::Role::kernel:
        model::initialize(layer.kernel_initializer, *parameter.info, seed, values);
        break;
      case layers::Role::bias:
        model::initialize(layer.bias_initializer, *parameter.info, seed, values);
        break;
      case layers::Role::scale:
      case layers::Role::statistic:
        std::fill(values.begin(), values.end(), parameter.info->start);
    }
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
  layers::Context context;
  context.scratch = workspace.scratch();
  context.pool = pool;
  const float* in = x;
  for (std::size_t index = 0; index < layers_.size(); ++index) {
    if (index + 1 == layers_.size()) context.stage = stage;
    float* out = workspace.output(index);
    layers_[index]->forward(arena, in, out, batch, context);
    in = out;
  }
  return in;
}

double Network::train_pass(const float* arena, const float* x, const float* target, int batch, PassId pass,
                           float* gradients, Workspace& workspace, parallel::Pool* pool) const noexcept {
  assert(batch >= 1 && batch <= workspace.batch());
  const Loss& last_loss = loss();
  const std::size_t last = layers_.size() - 1;
  layers::Context context;
  context.training = true;
  context.seed = pass.seed;
  context.step = pass.step;
  context.scratch = workspace.scratch();
  context.pool = pool;
  const auto input_of = [&](std::size_t index) { return index == 0 ? x : workspace.output(index - 1); };

  for (std::size_t index = 0; index <= last; ++index) {
    if (index == last) context.stage = last_loss.stage;
    context.cache = workspace.cache(index);
    layers_[index]->forward(arena, input_of(index), workspace.output(index), batch, context);
  }
  const float* out = workspace.output(last);
  const std::size_t size = static_cast<std::size_t>(batch) * outputs_;
  const double loss = last_loss.evaluate({out, size}, {target, size}, {workspace.gradient(last), size},
                                         outputs_, spec_.loss_options);
  if (!std::isfinite(loss)) return loss;

  for (std::size_t index = last + 1; index-- > 0;) {
    context.stage = index == last ? last_loss.stage : Stage::output;
    context.cache = workspace.cache(index);
    float* d_in = index == 0 ? nullptr : workspace.gradient(index - 1);
    layers_[index]->backward(arena, input_of(index), workspace.output(index), workspace.gradient(index), d_in,
                             gradients, batch, context);
  }
  return loss;
}

void Network::keep_statistics(float* arena, int batch, Workspace& workspace,
                              std::span<const std::uint8_t> frozen) const noexcept {
  for (std::size_t index = 0; index < layers_.size(); ++index) {
    if (!frozen.empty() && frozen[index] != 0) continue;
    layers_[index]->keep_statistics(arena, batch, workspace.cache(index));
  }
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
      const auto cache = static_cast<std::int64_t>(layer->cache_floats(batch));
      plan.caches.push_back(next);
      plan.cache_floats.push_back(cache);
      next += rounded(cache);
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
