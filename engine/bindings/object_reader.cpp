#include "bindings/object_reader.hpp"

#include <cmath>
#include <limits>

namespace nw::bindings {
namespace {

using core::Errc;
using emscripten::val;

constexpr double kLargestCount = 9007199254740991.0;  // Number.MAX_SAFE_INTEGER

bool is_object(const val& value) { return !value.isNull() && value.typeOf().as<std::string>() == "object"; }

}  // namespace

ObjectReader::ObjectReader(const val& object, const core::FieldName& path) : object_(object), path_(path) {
  if (!is_object(object_))
    status_ = core::Error{Errc::bad_spec, path.c_str()[0] == '\0' ? core::FieldName("object") : path};
}

void ObjectReader::fail(Errc code, const char* field, double expected, double actual) {
  if (ok()) status_ = core::Error{code, path_.member(field), expected, actual};
}

/// The field when it has the type (as `typeof` says), else undefined. Reads nothing once something was wrong.
val ObjectReader::field(const char* name, const char* type) const {
  if (!ok()) return val::undefined();
  val value = object_[name];
  return value.typeOf().as<std::string>() == type ? value : val::undefined();
}

double ObjectReader::number(const char* name) {
  const val value = field(name, "number");
  if (!value.isUndefined()) return value.as<double>();
  fail(Errc::bad_value, name, 0, std::nan(""));
  return 0.0;
}

int ObjectReader::integer(const char* name) {
  const double value = number(name);
  constexpr double largest = std::numeric_limits<int>::max();
  if (value == std::trunc(value) && std::fabs(value) <= largest) return static_cast<int>(value);
  fail(Errc::bad_value, name, std::fabs(value) > largest ? largest : std::trunc(value), value);
  return 0;
}

std::uint64_t ObjectReader::count(const char* name) {
  const double value = number(name);
  if (value == std::trunc(value) && value >= 0.0 && value <= kLargestCount)
    return static_cast<std::uint64_t>(value);
  fail(Errc::bad_value, name, value < 0.0 ? 0.0 : kLargestCount, value);
  return 0;
}

bool ObjectReader::flag(const char* name) {
  const val value = field(name, "boolean");
  if (!value.isUndefined()) return value.as<bool>();
  fail(Errc::bad_value, name, 0, std::nan(""));
  return false;
}

std::string ObjectReader::text(const char* name) {
  const val value = field(name, "string");
  if (!value.isUndefined()) return value.as<std::string>();
  fail(Errc::bad_option, name, 0, 0);
  return {};
}

ObjectReader ObjectReader::object(const char* name) {
  return ok() ? ObjectReader(object_[name], path_.member(name)) : ObjectReader(object_, path_);
}

bool ObjectReader::is_null(const char* name) const { return ok() && object_[name].isNull(); }

val ObjectReader::array(const char* name) {
  const val value = field(name, "object");
  if (!value.isUndefined() && !value.isNull() && value["length"].isNumber()) return value;
  fail(Errc::bad_spec, name, 0, 0);
  return val::array();
}

int array_length(const val& array) { return array["length"].as<int>(); }

}  // namespace nw::bindings
