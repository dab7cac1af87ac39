#pragma once

#include "core/result.hpp"
#include "model/network.hpp"
#include "training/command.hpp"

namespace nw::training {

/// Whether a command can act on a run of this network that stands in this configuration.
///
/// Errors   bad_value, bad_spec (an optimizer that cannot do what the regularizer asks for), bad_shape,
///          unknown_layer, unknown_parameter.
/// Tests    tests/engine/training/run_journal.test.cpp
core::Status check_command(const Command& command, const model::Network& network,
                           const TrainingConfig& config) noexcept;

}  // namespace nw::training
