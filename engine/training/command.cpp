#include "training/command.hpp"

namespace nw::training {

TrainingConfig start_config(const model::NetworkSpec& spec) noexcept {
  TrainingConfig config;
  config.optimizer = spec.optimizer;
  config.regularizer = spec.regularizer;
  config.batch_size = spec.batch_size;
  for (std::size_t layer = 0; layer < spec.layers.size(); ++layer)
    config.layer_penalties[layer] = spec.layers[layer].regularizer;
  return config;
}

model::Penalty penalty_on(const TrainingConfig& config, const model::Parameter& parameter) noexcept {
  const layers::Role role = parameter.info->role;
  const bool feels =
      role == layers::Role::kernel || (role != layers::Role::statistic && config.regularizer.biases);
  if (!feels) return {};
  return config.layer_penalties[static_cast<std::size_t>(parameter.layer)].value_or(
      config.regularizer.penalty());
}

void apply_to_config(TrainingConfig& config, const Command& command, std::uint64_t step) noexcept {
  if (const auto* rate = std::get_if<SetLearningRate>(&command)) {
    config.optimizer.learning_rate = rate->learning_rate;
  } else if (const auto* penalty = std::get_if<SetRegularizer>(&command)) {
    if (penalty->layer < 0) {
      config.regularizer = penalty->regularizer;
    } else {
      auto& own = config.layer_penalties[static_cast<std::size_t>(penalty->layer)];
      own = penalty->inherit ? std::nullopt : std::optional(penalty->regularizer.penalty());
    }
  } else if (const auto* batch = std::get_if<SetBatchSize>(&command)) {
    config.batch_size = batch->batch_size;
  } else if (const auto* other = std::get_if<SetOptimizer>(&command)) {
    if (other->optimizer.type != config.optimizer.type) config.optimizer_since = step;
    if (!(other->optimizer.schedule == config.optimizer.schedule)) config.schedule_since = step;
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
  if (const auto* penalty = std::get_if<SetRegularizer>(&after))
    return penalty->layer == std::get_if<SetRegularizer>(&before)->layer;
  if (const auto* frozen = std::get_if<SetFrozen>(&after)) {
    const auto* earlier = std::get_if<SetFrozen>(&before);
    return frozen->parameter == earlier->parameter && frozen->index == earlier->index;
  }
  // Not the optimizer: sgd and adam again empties the slots, adam alone keeps them.
  return !std::holds_alternative<SetOptimizer>(after);
}

}  // namespace nw::training
