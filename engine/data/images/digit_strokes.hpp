#pragma once

#include <span>

namespace nw::data {

/// One way to write a digit: the points that a pen passes, x and y in turn, in a box of 100 by 100, y down.
/// A point twice in a row is a corner. kPenUp begins the next stroke.
using PenPath = std::span<const signed char>;
inline constexpr signed char kPenUp = -128;

/// The ways to write `digit` that are told apart here; a common one stands there more than once.
std::span<const PenPath> ways_to_write(int digit) noexcept;

}  // namespace nw::data
