#pragma once

#include <cstdint>
#include <span>

#include "core/rng.hpp"

namespace nw::data {

/// Puts `items` into a random order, all orders equally likely; the order is a pure function of the stream.
///
/// Source   Fisher and Yates in Durstenfeld's form: Knuth, The Art of Computer Programming 2, section 3.4.2,
/// algorithm P. Tests    tests/engine/data/permutation.test.cpp
void permute(std::span<std::int32_t> items, const core::Rng& rng) noexcept;

/// Writes 0, 1, 2, …
void count_up(std::span<std::int32_t> items) noexcept;

}  // namespace nw::data
