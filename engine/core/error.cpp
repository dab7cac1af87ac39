#include "core/error.hpp"

#include <cstdio>

namespace nw::core {

FieldName::FieldName(const char* text) noexcept { std::snprintf(text_, sizeof text_, "%s", text); }

FieldName FieldName::at(const char* list, int index, const char* member) noexcept {
  FieldName made;
  const char* dot = member[0] == '\0' ? "" : ".";
  std::snprintf(made.text_, sizeof made.text_, "%s[%d]%s%s", list, index, dot, member);
  return made;
}

const char* error_name(Errc code) noexcept {
  switch (code) {
    case Errc::ok:
      return "ok";
#define NW_ERROR(name, number, kind, text) \
  case Errc::name:                         \
    return #name;
#include "core/errors.def"
#undef NW_ERROR
  }
  return "unknown";
}

const char* error_text(Errc code) noexcept {
  switch (code) {
    case Errc::ok:
      return "";
#define NW_ERROR(name, number, kind, text) \
  case Errc::name:                         \
    return text;
#include "core/errors.def"
#undef NW_ERROR
  }
  return "";
}

ErrorKind error_kind(Errc code) noexcept {
  switch (code) {
    case Errc::ok:
      break;
#define NW_ERROR(name, number, kind, text) \
  case Errc::name:                         \
    return ErrorKind::kind;
#include "core/errors.def"
#undef NW_ERROR
  }
  return ErrorKind::bug;
}

}  // namespace nw::core
