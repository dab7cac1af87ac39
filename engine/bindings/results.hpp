#pragma once

#include <emscripten/val.h>

#include <cstdint>
#include <span>

#include "core/result.hpp"
#include "core/shape.hpp"

namespace nw::bindings {

// What goes back to JavaScript: `{ ok: true, … }`, or `{ ok: false, code, field, expected, actual }`. Nothing
// throws.

/// `{ ok: true }`, to be filled.
emscripten::val success();

emscripten::val to_js(const core::Error& error);
emscripten::val to_js(const core::Status& status);
emscripten::val to_js(const core::Shape& shape);

/// Sets `pointer` (bytes) and `length` (elements): memory that JavaScript copies before its next call.
template <class T>
void set_memory(emscripten::val& result, std::span<const T> memory) {
  result.set("pointer", static_cast<double>(reinterpret_cast<std::uintptr_t>(memory.data())));
  result.set("length", static_cast<double>(memory.size()));
}

}  // namespace nw::bindings
