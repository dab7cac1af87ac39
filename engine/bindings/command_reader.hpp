#pragma once

#include <emscripten/val.h>

#include "core/result.hpp"
#include "model/network.hpp"
#include "training/command.hpp"

namespace nw::bindings {

/// From `{ type: 'setLearningRate', learningRate: 0.1 }` and its kin (web/schema/command.js) to a command.
///
/// Errors   bad_option (type), bad_value, bad_spec, unknown_parameter, bad_shape, out_of_memory.
core::Result<training::Command> read_command(const emscripten::val& object, const model::Network& network);

}  // namespace nw::bindings
