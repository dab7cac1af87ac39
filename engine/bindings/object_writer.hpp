#pragma once

#include <emscripten/val.h>

#include <cstdint>
#include <span>

namespace nw::bindings {

inline double address_of(const void* memory) noexcept {
  return static_cast<double>(reinterpret_cast<std::uintptr_t>(memory));
}

/// Makes a JavaScript object, field by field: the way back of `ObjectReader`. Nothing here is a template over
/// names or types, so that a field costs one call.
class ObjectWriter {
 public:
  ObjectWriter() : object_(emscripten::val::object()) {}

  void number(const char* field, double value);
  void flag(const char* field, bool value);
  void text(const char* field, const char* value);

  /// An object or array that is finished.
  void value(const char* field, const emscripten::val& value);

  /// `pointer` (bytes) and `length` (elements): memory that JavaScript copies before its next call.
  template <class T>
  void memory(std::span<const T> elements) {
    number("pointer", address_of(elements.data()));
    number("length", static_cast<double>(elements.size()));
  }

  const emscripten::val& done() const { return object_; }

 private:
  emscripten::val object_;
};

/// Makes a JavaScript array.
class ListWriter {
 public:
  ListWriter() : list_(emscripten::val::array()) {}

  void add(const emscripten::val& value);
  void add(const ObjectWriter& writer) { add(writer.done()); }

  const emscripten::val& done() const { return list_; }

 private:
  emscripten::val list_;
  int length_ = 0;
};

}  // namespace nw::bindings
