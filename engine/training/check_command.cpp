#include "training/check_command.hpp"

#include "model/validate.hpp"

namespace nw::training {
namespace {

using core::Errc;
using core::Error;
using core::Status;
using model::Network;

Status check_parameter(int index, const Network& network) noexcept {
  if (index >= 0 && index < static_cast<int>(network.parameters().size())) return {};
  return Error{Errc::unknown_parameter, "parameter"};
}

/// Needs    a parameter that there is.
Status check_index(int parameter, std::int64_t index, double smallest, const Network& network) noexcept {
  const auto size = static_cast<double>(network.parameters()[static_cast<std::size_t>(parameter)].size());
  return model::check_number("index", static_cast<double>(index), smallest, size - 1.0);
}

Status check(const SetLearningRate& c, const Network&, const TrainingConfig&) noexcept {
  return model::check_number("optimizer.learningRate", c.learning_rate, 0, model::kMaxMagnitude);
}

Status check(const SetRegularizer& c, const Network& network, const TrainingConfig& config) noexcept {
  const auto layers = static_cast<int>(network.spec().layers.size());
  if (c.layer < -1 || c.layer >= layers)
    return Error{Errc::unknown_layer, "layer", double(layers - 1), double(c.layer)};
  if (c.inherit && c.layer < 0) return Error{Errc::unknown_layer, "layer", double(layers - 1), -1};
  if (Status s = model::validate(c.regularizer); !s) return s;
  return c.layer < 0 ? model::validate_pair(config.optimizer, c.regularizer) : Status();
}

Status check(const SetBatchSize& c, const Network&, const TrainingConfig&) noexcept {
  return model::validate_batch_size(c.batch_size);
}

Status check(const SetOptimizer& c, const Network&, const TrainingConfig& config) noexcept {
  if (Status s = model::validate(c.optimizer); !s) return s;
  return model::validate_pair(c.optimizer, config.regularizer);
}

Status check(const SetWeight& c, const Network& network, const TrainingConfig&) noexcept {
  if (Status s = check_parameter(c.parameter, network); !s) return s;
  if (Status s = check_index(c.parameter, c.index, 0, network); !s) return s;
  return model::check_number("value", c.value, -model::kMaxMagnitude, model::kMaxMagnitude);
}

Status check(const SetParameter& c, const Network& network, const TrainingConfig&) noexcept {
  if (Status s = check_parameter(c.parameter, network); !s) return s;
  const std::size_t size = network.parameters()[static_cast<std::size_t>(c.parameter)].size();
  if (c.values.size() != size) return Error{Errc::bad_shape, "values", double(size), double(c.values.size())};
  for (const float value : c.values.span()) {
    if (Status s = model::check_number("values", value, -model::kMaxMagnitude, model::kMaxMagnitude); !s)
      return s;
  }
  return {};
}

Status check(const SetFrozen& c, const Network& network, const TrainingConfig&) noexcept {
  if (Status s = check_parameter(c.parameter, network); !s) return s;
  return check_index(c.parameter, c.index, -1, network);
}

}  // namespace

Status check_command(const Command& command, const Network& network, const TrainingConfig& config) noexcept {
  return std::visit([&](const auto& c) { return check(c, network, config); }, command);
}

}  // namespace nw::training
