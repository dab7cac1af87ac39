#pragma once

#include <cstdint>

namespace nw::training {

/// Grows whenever a golden hash (tests/engine/training/golden.hpp) changes: the same spec, data and journal
/// then give other bits. Links, replays and checkpoints carry it.
inline constexpr std::uint32_t kNumericsVersion = 2;

}  // namespace nw::training
