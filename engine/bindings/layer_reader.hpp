#pragma once

#include "bindings/object_reader.hpp"
#include "model/spec.hpp"

namespace nw::bindings {

/// One element of a spec's `layers`: the fields that its type has, by the names of web/schema/catalog.js. An
/// error is left in `network`.
model::LayerSpec read_layer(const emscripten::val& object, int index, ObjectReader& network);

/// An element of an array of sizes; what is no such number becomes 0, which fails the check that follows.
int read_size(const emscripten::val& size);

}  // namespace nw::bindings
