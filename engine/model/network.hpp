#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"
#include "layers/layer.hpp"
#include "model/losses.hpp"
#include "model/spec.hpp"
#include "model/workspace.hpp"
#include "parallel/pool.hpp"

namespace nw::model {

/// One parameter of a network, with the layer that it belongs to.
struct Parameter {
  const layers::ParameterInfo* info;
  int layer;

  std::size_t size() const noexcept { return static_cast<std::size_t>(info->shape.size()); }
  std::span<float> in(float* arena) const noexcept { return {arena + info->offset, size()}; }
  std::span<const float> in(const float* arena) const noexcept { return {arena + info->offset, size()}; }
};

/// Which step of which run a training pass belongs to: layers address their random numbers by it.
struct PassId {
  std::uint64_t seed = 0;
  std::uint64_t step = 0;
};

/// A network as its structure: layers, places of parameters, loss. Holds no weights: those are a run's.
///
/// Between parameters the arena has gaps of a few floats; they are 0 and stay 0, because their gradients are.
///
/// Threads  read-only after build.
/// Tests    tests/engine/model/network.test.cpp
class Network {
 public:
  /// The most memory that a network and its training may take: below what wasm with threads can have at all.
  static constexpr double kMaxBytes = 1.5e9;

  /// Checks everything again, whatever JavaScript's schema let through, and makes the layers.
  ///
  /// Errors   those of validate(); bad_spec (a layer's input, or the last activation, does not fit);
  ///          network_too_large (expected = kMaxBytes, actual = bytes of the parameters alone).
  static core::Result<Network> build(const NetworkSpec& spec) noexcept;

  const NetworkSpec& spec() const noexcept { return spec_; }
  std::span<const std::unique_ptr<layers::Layer>> layers() const noexcept { return layers_; }
  std::span<const Parameter> parameters() const noexcept { return parameters_; }
  /// The place in parameters() of a name such as `dense_1/kernel`, or -1.
  int find_parameter(std::string_view name) const noexcept;

  std::size_t arena_floats() const noexcept { return arena_floats_; }
  std::int64_t parameter_count() const noexcept { return parameter_count_; }  // without the gaps
  std::size_t inputs() const noexcept { return inputs_; }
  std::size_t outputs() const noexcept { return outputs_; }
  double flops_per_row() const noexcept { return flops_per_row_; }  // of a training step
  const Loss& loss() const noexcept { return loss_of(spec_.loss); }
  Activation last_activation() const noexcept { return layers_.back()->activation(); }

  /// Start weights of a seed into the whole arena.
  void initialize(std::uint64_t seed, float* arena) const noexcept;

  /// A fingerprint of all weights in the order of parameters(), the gaps left out.
  std::uint64_t hash(const float* arena) const noexcept;

  /// What the last layer gives at `stage` for a batch.
  ///
  /// Shapes   x: [batch, inputs]. Returns [batch, outputs], in the workspace until its next use.
  /// Needs    batch <= workspace.batch(). Asserted.
  const float* forward(const float* arena, const float* x, int batch, layers::Stage stage,
                       Workspace& workspace, parallel::Pool* pool) const noexcept;

  /// Forward, loss and its gradient with respect to every parameter. Statistics of layers get the gradient 0.
  ///
  /// Shapes   target: [batch, outputs]; gradients: an arena, overwritten apart from the gaps.
  /// Needs    a workspace for training.
  /// Returns  the mean loss over the batch, without penalties. When it is not finite, gradients are
  /// untouched.
  double train_pass(const float* arena, const float* x, const float* target, int batch, PassId pass,
                    float* gradients, Workspace& workspace, parallel::Pool* pool) const noexcept;

  /// Brings the statistics that layers keep up to date with the last train_pass, once its step is taken.
  /// Those of frozen layers stay.
  ///
  /// Shapes   frozen: [layers], not 0 for the layers that are left out; or nothing.
  void keep_statistics(float* arena, int batch, Workspace& workspace,
                       std::span<const std::uint8_t> frozen = {}) const noexcept;

  /// How much the workspaces want; see workspace.hpp.
  WorkspacePlan plan_workspace(int batch, WorkspaceUse use) const noexcept;

 private:
  NetworkSpec spec_;
  std::vector<std::unique_ptr<layers::Layer>> layers_;
  std::vector<Parameter> parameters_;
  std::size_t arena_floats_ = 0, inputs_ = 0, outputs_ = 0;
  std::int64_t parameter_count_ = 0;
  double flops_per_row_ = 0.0;
};

}  // namespace nw::model
