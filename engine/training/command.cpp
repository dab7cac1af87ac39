#include "training/command.hpp"

namespace nw::training {

TrainingConfig start_config(const model::NetworkSpec& spec) noexcept {
  return {spec.optimizer, spec.regularizer, spec.batch_size, 0};
}

void apply_to_config(TrainingConfig& config, const Command& command, std::uint64_t step) noexcept {
  if (const auto* rate = std::get_if<SetLearningRate>(&command)) {
    config.optimizer.learning_rate = rate->learning_rate;
  } else if (const auto* penalty = std::get_if<SetRegularizer>(&command)) {
    config.regularizer = penalty->regularizer;
  } else if (const auto* batch = std::get_if<SetBatchSize>(&command)) {
    config.batch_size = batch->batch_size;
  } else if (const auto* other = std::get_if<SetOptimizer>(&command)) {
    if (other->optimizer.type != config.optimizer.type) config.optimizer_since = step;
    config.optimizer = other->optimizer;
  }
}

bool replaces(const Command& after, const Command& before) noexcept {
  if (after.index() != before.index()) return false;
  if (const auto* weight = std::get_if<SetWeight>(&after)) {
    const auto* earlier = std::get_if<SetWeight>(&before);
    return weight->parameter == earlier->parameter && weight->index == earlier->index;
  }
  if (const auto* values = std::get_if<SetParameter>(&after)) {
    return values->parameter == std::get_if<SetParameter>(&before)->parameter;
  }
  // Not the optimizer: sgd and adam again empties the slots, adam alone keeps them.
  return !std::holds_alternative<SetOptimizer>(after);
}

}  // namespace nw::training
