#pragma once

#include <emscripten/val.h>

#include <vector>

#include "core/result.hpp"
#include "inspect/snapshot.hpp"
#include "model/network.hpp"

namespace nw::bindings {

/// From the views of web/worker/protocol.js to requests: `{ kind: 'parameter', name, maxRows, maxCols }` or
/// `{ kind: 'decisionMap', size, xMin, xMax, yMin, yMax }`.
///
/// Errors   bad_spec, bad_option (kind), bad_value, unknown_parameter; bad_shape (a decision map of a network
/// that has not
///          two inputs).
core::Result<std::vector<inspect::ViewRequest>> read_views(const emscripten::val& views,
                                                           const model::Network& network);

}  // namespace nw::bindings
