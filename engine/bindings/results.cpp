#include "bindings/results.hpp"

namespace nw::bindings {

using emscripten::val;

ObjectWriter success() {
  ObjectWriter result;
  result.flag("ok", true);
  return result;
}

val to_js(const core::Error& error) {
  ObjectWriter result;
  result.flag("ok", false);
  result.number("code", static_cast<int>(error.code));
  result.text("field", error.field.c_str());
  result.number("expected", error.expected);
  result.number("actual", error.actual);
  return result.done();
}

val to_js(const core::Status& status) { return status.ok() ? success().done() : to_js(status.error()); }

val to_js(const core::Shape& shape) {
  ListWriter sizes;
  for (int axis = 0; axis < shape.rank(); ++axis) sizes.add(val(shape[axis]));
  return sizes.done();
}

}  // namespace nw::bindings
