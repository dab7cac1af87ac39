#include "core/error.hpp"

#include <cstring>

namespace nw::core {

FieldName::FieldName(const char* text) noexcept { append(text); }

FieldName FieldName::at(const char* list, int index, const char* member) noexcept {
  FieldName made(list);
  made.append("[");
  made.append(index);
  made.append("]");
  return member[0] == '\0' ? made : made.member(member);
}

FieldName FieldName::member(const char* name) const noexcept {
  FieldName made = *this;
  if (made.text_[0] != '\0') made.append(".");
  made.append(name);
  return made;
}

void FieldName::append(const char* text) noexcept {
  const std::size_t used = std::strlen(text_);
  std::strncpy(text_ + used, text, kCapacity - used);  // the last character stays 0
}

// Not snprintf, which would bring 8 kB of printing of floating-point numbers into every module.
void FieldName::append(int number) noexcept {
  char digits[12] = {};
  char* first = digits + sizeof digits - 1;
  const bool negative = number < 0;
  for (long long rest = negative ? -static_cast<long long>(number) : number; rest > 0 || *first == '\0';
       rest /= 10) {
    *--first = static_cast<char>('0' + rest % 10);
  }
  if (negative) *--first = '-';
  append(first);
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
