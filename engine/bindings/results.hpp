#pragma once

#include <emscripten/val.h>

#include "bindings/object_writer.hpp"
#include "core/result.hpp"
#include "core/shape.hpp"

namespace nw::bindings {

// What goes back to JavaScript: `{ ok: true, … }`, or `{ ok: false, code, field, expected, actual }`. Nothing
// throws.

/// `{ ok: true }`, to be filled.
ObjectWriter success();

emscripten::val to_js(const core::Error& error);
emscripten::val to_js(const core::Status& status);
emscripten::val to_js(const core::Shape& shape);

}  // namespace nw::bindings
