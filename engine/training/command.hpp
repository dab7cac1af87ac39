#pragma once

#include <cstdint>
#include <variant>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"
#include "model/spec.hpp"

namespace nw::training {

// The commands: everything that changes training from outside. A new one is a struct here, a line in
// `Command` (at the end: its place there is its number in checkpoints) and its cases in command.cpp,
// checkpoint_journal.cpp and run.cpp.

struct SetLearningRate {
  double learning_rate = 0.0;
};

struct SetRegularizer {
  model::RegularizerSpec regularizer;
};

struct SetBatchSize {
  int batch_size = 1;
};

/// Another type starts with empty slots; the same type keeps them.
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

using Command =
    std::variant<SetLearningRate, SetRegularizer, SetBatchSize, SetOptimizer, SetWeight, SetParameter>;

/// What commands can change, apart from weights. Follows from the spec and the journal alone.
struct TrainingConfig {
  model::OptimizerSpec optimizer;
  model::RegularizerSpec regularizer;
  int batch_size = 1;
  std::uint64_t optimizer_since =
      0;  // the step at which the optimizer's type was chosen and its slots were empty
};

TrainingConfig start_config(const model::NetworkSpec& spec) noexcept;

/// Applies what of a command concerns the configuration; commands on weights change nothing here.
void apply_to_config(TrainingConfig& config, const Command& command, std::uint64_t step) noexcept;

/// True when doing `before` and then `after` at one step is the same as `after` alone, so that dragging a
/// slider does not fill the journal.
bool replaces(const Command& after, const Command& before) noexcept;

}  // namespace nw::training
