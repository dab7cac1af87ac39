#pragma once

#include <bit>
#include <cstdint>

namespace nw::test {

inline constexpr std::uint32_t kPatternCount = 1u << 20;

/// One of 2^20 floats that are spread evenly over all bit patterns: both signs, all exponents, denormals,
/// infinities, NaN.
inline float pattern(std::uint32_t number) {
  // The upper 20 bits count; the lower 12 are a hash of them, so that mantissas are not all round.
  const std::uint32_t low = (number * 2654435761u) >> 20;
  return std::bit_cast<float>(number << 12 | low);
}

}  // namespace nw::test
