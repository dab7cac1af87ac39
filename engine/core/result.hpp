#pragma once

#include <cassert>
#include <utility>
#include <variant>

#include "core/error.hpp"

namespace nw::core {

/// A value or an Error, never both. [[nodiscard]]: an ignored failure does not compile quietly.
///
///     Result<Network> made = Network::build(spec);
///     if (!made.ok()) return made.error();
///     Network network = std::move(made).value();
///
/// Needs    value() only when ok(), error() only when not. Asserted.
/// Threads  as T.
/// Tests    tests/engine/core/result.test.cpp
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) noexcept : held_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit
  Result(const Error& error) noexcept : held_(std::in_place_index<1>, error) {   // NOLINT: implicit
    assert(error.code != Errc::ok);
  }

  bool ok() const noexcept { return held_.index() == 0; }
  explicit operator bool() const noexcept { return ok(); }

  T& value() & noexcept { return *checked_value(); }
  const T& value() const& noexcept { return *const_cast<Result*>(this)->checked_value(); }
  T&& value() && noexcept { return std::move(*checked_value()); }

  T* operator->() noexcept { return checked_value(); }
  const T* operator->() const noexcept { return const_cast<Result*>(this)->checked_value(); }
  T& operator*() & noexcept { return value(); }
  const T& operator*() const& noexcept { return value(); }

  const Error& error() const noexcept {
    assert(!ok());
    return *std::get_if<1>(&held_);
  }

 private:
  T* checked_value() noexcept {
    assert(ok());
    return std::get_if<0>(&held_);
  }

  std::variant<T, Error> held_;
};

/// Success, or an Error: for functions that give nothing back.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() noexcept = default;
  Result(const Error& error) noexcept : error_(error) {  // NOLINT: implicit
    assert(error.code != Errc::ok);
  }

  bool ok() const noexcept { return error_.code == Errc::ok; }
  explicit operator bool() const noexcept { return ok(); }

  const Error& error() const noexcept {
    assert(!ok());
    return error_;
  }

 private:
  Error error_;
};

using Status = Result<void>;

}  // namespace nw::core
