#pragma once

#include <emscripten/val.h>

#include <cstdint>
#include <iterator>
#include <string>

#include "core/result.hpp"

namespace nw::bindings {

/// A line of a table of names, for `ObjectReader::entry`, where the engine has no table of its own.
template <class T>
struct NamedEntry {
  const char* name;
  T value;
};

/// Reads the fields of a JavaScript object and remembers the first one that is missing or of the wrong type,
/// so that a caller reads all of them and asks once. After a wrong field every read gives a harmless value.
///
/// Types only: what the numbers may be is checked where it is known (model/validate.hpp and the like).
/// Nothing here throws, whatever the object is.
class ObjectReader {
 public:
  /// `path` names the object in errors: with "optimizer" a field is "optimizer.beta1".
  explicit ObjectReader(const emscripten::val& object, const core::FieldName& path = {});

  /// Any number, NaN included. Errors bad_value (actual NaN when it is no number).
  double number(const char* field);

  /// A whole number that an int holds. Errors bad_value.
  int integer(const char* field);

  /// A whole number from 0 to 2^53 - 1. Errors bad_value.
  std::uint64_t count(const char* field);

  /// true or false. Errors bad_value (actual NaN).
  bool flag(const char* field);

  /// Errors bad_option.
  std::string text(const char* field);

  /// The entry of a table whose `name` the field holds, or nullptr. Errors bad_option.
  template <class Table>
  auto entry(const char* field, const Table& table) -> decltype(&*std::begin(table)) {
    const std::string name = text(field);
    for (const auto& one : table)
      if (name == one.name) return &one;
    fail(core::Errc::bad_option, field, 0, 0);
    return nullptr;
  }

  /// An object. Errors bad_spec, kept by the reader that is given back; see `absorb`.
  ObjectReader object(const char* field);

  /// Whether the field is there and holds null. No error.
  bool is_null(const char* field) const;

  /// A Float32Array, Uint8Array, Array …; empty when it is none. Errors bad_spec.
  emscripten::val array(const char* field);

  /// Takes over the error of the reader of a part, unless there is one already.
  void absorb(const ObjectReader& part) {
    if (ok()) status_ = part.status_;
  }

  void fail(core::Errc code, const char* field, double expected, double actual);

  bool ok() const { return status_.ok(); }
  const core::Error& error() const { return status_.error(); }

 private:
  emscripten::val field(const char* name, const char* type) const;

  emscripten::val object_;
  core::FieldName path_;
  core::Status status_;
};

/// The length of an array of any kind.
int array_length(const emscripten::val& array);

}  // namespace nw::bindings
