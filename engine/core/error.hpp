#pragma once

#include <cstdint>

namespace nw::core {

/// What went wrong. One value a line of errors.def; the numbers are those that JavaScript sees.
enum class Errc : std::uint16_t {
  ok = 0,
#define NW_ERROR(name, number, kind, text) name = number,
#include "core/errors.def"
#undef NW_ERROR
};

/// Who can do something about it; see errors.def.
enum class ErrorKind : std::uint8_t { caller, limit, run, transport, bug };

/// The name of the thing at fault, kept inside the error so that it needs neither memory nor a lifetime.
///
/// Needs    at most kCapacity characters; longer names are cut.
class FieldName {
 public:
  static constexpr int kCapacity = 63;

  FieldName() noexcept = default;
  FieldName(const char* text) noexcept;  // NOLINT: implicit, so that `Error{code, "units"}` reads well

  /// `FieldName::at("layers", 1, "units")` is "layers[1].units"; without a member, "layers[1]".
  static FieldName at(const char* list, int index, const char* member = "") noexcept;

  /// The member of what this names: "optimizer" and "beta1" give "optimizer.beta1"; of nothing, the member
  /// alone.
  FieldName member(const char* name) const noexcept;

  const char* c_str() const noexcept { return text_; }
  operator const char*() const noexcept { return text_; }  // NOLINT: implicit

 private:
  void append(const char* text) noexcept;
  void append(int number) noexcept;

  char text_[kCapacity + 1] = {};
};

/// An error as plain data: a code to branch on, and what the text's placeholders stand for.
///
/// Units    expected, actual: as the code's text says; doubles, because JavaScript has nothing else.
/// Tests    tests/engine/core/error.test.cpp
struct Error {
  Errc code = Errc::ok;
  FieldName field;
  double expected = 0;
  double actual = 0;
};

/// The code's name as in errors.def ("bad_shape"), "ok" for Errc::ok.
const char* error_name(Errc code) noexcept;

/// The code's text with its placeholders, "" for Errc::ok.
const char* error_text(Errc code) noexcept;

/// The code's kind; `bug` for a number that is none of ours.
ErrorKind error_kind(Errc code) noexcept;

}  // namespace nw::core
