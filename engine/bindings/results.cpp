#include "bindings/results.hpp"

namespace nw::bindings {

using emscripten::val;

val success() {
  val result = val::object();
  result.set("ok", true);
  return result;
}

val to_js(const core::Error& error) {
  val result = val::object();
  result.set("ok", false);
  result.set("code", static_cast<int>(error.code));
  result.set("field", val::u8string(error.field.c_str()));
  result.set("expected", error.expected);
  result.set("actual", error.actual);
  return result;
}

val to_js(const core::Status& status) { return status.ok() ? success() : to_js(status.error()); }

val to_js(const core::Shape& shape) {
  val sizes = val::array();
  for (int axis = 0; axis < shape.rank(); ++axis) sizes.set(axis, shape[axis]);
  return sizes;
}

}  // namespace nw::bindings
