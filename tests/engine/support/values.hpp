#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

namespace nw::test {

inline constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
inline constexpr float kInf = std::numeric_limits<float>::infinity();
inline constexpr float kHuge = 3e38f;
inline constexpr float kTiny = 1e-40f;  // a denormal

/// The thread counts at which everything must have the same bits.
inline constexpr int kThreadCounts[] = {1, 2, 3, 4, 8};

/// Numbers in [low, high) that depend on the seed alone, by splitmix64: not the generator under test, and the
/// same with every standard library.
inline std::vector<float> random_values(std::size_t count, std::uint64_t seed, float low = -1.0f,
                                        float high = 1.0f) {
  std::vector<float> values(count);
  std::uint64_t state = seed * 0x9E3779B97F4A7C15u + 1;
  for (float& value : values) {
    std::uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    z ^= z >> 31;
    value = low + (high - low) * (static_cast<float>(z >> 40) * 0x1p-24f);
  }
  return values;
}

/// Bit by bit the same; NaN equals NaN whatever its payload, +0 is not -0.
inline bool same_bits(float a, float b) {
  if (a != a || b != b) return a != a && b != b;
  return std::memcmp(&a, &b, sizeof a) == 0;
}

template <class First, class Second>
bool same_bits_all(const First& a, const Second& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!same_bits(a[i], b[i])) return false;
  }
  return true;
}

/// A 64-bit fingerprint as people compare it: sixteen hexadecimal digits.
inline std::string hex(std::uint64_t value) {
  const char* digits = "0123456789abcdef";
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += digits[value >> shift & 15];
  return text;
}

}  // namespace nw::test
