#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"
#include "model/network.hpp"
#include "model/spec.hpp"

namespace nw::training {

// The commands: everything that changes training from outside. A new one is a struct here, a line in
// `Command` (at the end: its place there is its number in checkpoints) and its cases in command.cpp,
// check_command.cpp, journal_bytes.cpp and run_commands.cpp.

/// The base rate; a schedule goes on from it.
struct SetLearningRate {
  double learning_rate = 0.0;
};

/// The whole network's regularizer; or with a layer's index, that layer's own l1 and l2 (the other fields are
/// not read then). `inherit` takes what the layer has of its own away again; no field is read then.
struct SetRegularizer {
  model::RegularizerSpec regularizer;
  int layer = -1;
  bool inherit = false;
};

struct SetBatchSize {
  int batch_size = 1;
};

/// Another type starts with empty slots; the same type keeps them. Another schedule starts from its
/// beginning; one that is the same in every field goes on.
struct SetOptimizer {
  model::OptimizerSpec optimizer;
};

struct SetWeight {
  int parameter = 0;  // its place in the network's list
  std::int64_t index = 0;
  float value = 0.0f;
};

struct SetParameter {
  int parameter = 0;
  core::AlignedBuffer<float> values;
};

/// What is frozen does not move in training, and its optimizer slots do not change. Other commands can move
/// it.
struct SetFrozen {
  int parameter = 0;
  std::int64_t index = -1;  // a weight's; -1: all of them
  bool frozen = true;
};

using Command = std::variant<SetLearningRate, SetRegularizer, SetBatchSize, SetOptimizer, SetWeight,
                             SetParameter, SetFrozen>;

/// What commands can change, apart from weights and from what is frozen (frozen_weights.hpp). Follows from
/// the spec and the journal alone. Copying it takes no memory.
struct TrainingConfig {
  model::OptimizerSpec optimizer;
  model::RegularizerSpec regularizer;
  int batch_size = 1;
  std::uint64_t optimizer_since =
      0;  // the step at which the optimizer's type was chosen and its slots were empty
  std::uint64_t schedule_since = 0;  // the step at which the schedule was chosen
  std::array<std::optional<model::Penalty>, model::kMaxLayers> layer_penalties{};  // instead of the network's
};

/// What a parameter feels: its layer's own penalty, or else the network's. Biases and scales feel it when
/// `biases` says so, statistics never.
model::Penalty penalty_on(const TrainingConfig& config, const model::Parameter& parameter) noexcept;

TrainingConfig start_config(const model::NetworkSpec& spec) noexcept;

/// Applies what of a command concerns the configuration; commands on weights change nothing here.
void apply_to_config(TrainingConfig& config, const Command& command, std::uint64_t step) noexcept;

/// True when doing `before` and then `after` at one step is the same as `after` alone, so that dragging a
/// slider does not fill the journal.
bool replaces(const Command& after, const Command& before) noexcept;

}  // namespace nw::training
