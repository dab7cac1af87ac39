#pragma once

#include <chrono>
#include <limits>

namespace nw::training {

/// Milliseconds on a clock that never goes back. Only ever decides when to stop, never what is computed.
inline double now_ms() noexcept {
  using Milliseconds = std::chrono::duration<double, std::milli>;
  return Milliseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// A time limit that never comes.
inline constexpr double kNoDeadline = std::numeric_limits<double>::infinity();

}  // namespace nw::training
