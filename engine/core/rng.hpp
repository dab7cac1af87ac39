#pragma once

#include <array>
#include <cstdint>

namespace nw::core {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// Philox4x32 with ten rounds: 128 random bits that are a pure function of counter and key.
///
/// Source   Salmon, Moraes, Dror, Shaw, Parallel random numbers: as easy as 1, 2, 3 (SC 2011), section 4.3.
/// Tests    tests/engine/core/rng.test.cpp, against the vectors published with Random123
std::array<std::uint32_t, 4> philox4x32(PhiloxCounter counter, PhiloxKey key) noexcept;

/// What a random number is for. Append-only: a number stands in every replay link.
enum class Purpose : std::uint16_t {
  weights = 1,
  shuffle = 2,
  split = 3,
  samples = 4,
  noise = 5,
  tests = 6,
  dropout = 7
};

/// A stream of a seed: a purpose and, within it, a part, such as an epoch or the number of a parameter.
///
/// Needs    part < 2^48. Asserted.
std::uint64_t stream_id(Purpose purpose, std::uint64_t part = 0) noexcept;

/// The part that a fingerprint stands for: all of its 64 bits, brought into the 48 that a part has.
constexpr std::uint64_t part_from_hash(std::uint64_t hash) noexcept {
  return (hash ^ (hash >> 48)) & ((std::uint64_t{1} << 48) - 1);
}

/// Random numbers addressed by (seed, stream, index): no state, no order, so that any thread may draw any of
/// them.
///
/// Every function is pure. Draws of different indices, streams or seeds are independent. u32, uniform and
/// below at one index share bits, so a stream is used through one of them only.
///
/// Needs    index < 2^58 (block < 2^56), attempt <= kMaxAttempt. Asserted.
/// Cost     one Philox block, about 20 multiplications; block() gives four numbers for it.
/// Threads  pure.
/// Source   counter = (block's low word, block's high 24 bits and the attempt, stream); key = seed.
/// Tests    tests/engine/core/rng.test.cpp
class Rng {
 public:
  /// The last attempt there is. Whoever rejects at most half of the draws reaches it once in 2^255 times.
  static constexpr std::uint32_t kMaxAttempt = 255;

  constexpr Rng(std::uint64_t seed, std::uint64_t stream) noexcept : seed_(seed), stream_(stream) {}
  Rng(std::uint64_t seed, Purpose purpose, std::uint64_t part = 0) noexcept
      : Rng(seed, stream_id(purpose, part)) {}

  /// The four words of indices 4*block ... 4*block+3. `attempt` gives other words for those who must draw
  /// again.
  std::array<std::uint32_t, 4> block(std::uint64_t block, std::uint32_t attempt = 0) const noexcept;

  /// 32 random bits.
  std::uint32_t u32(std::uint64_t index, std::uint32_t attempt = 0) const noexcept;

  /// In [0, 1), a multiple of 2^-24: every value is a float, and all are equally likely.
  float uniform(std::uint64_t index, std::uint32_t attempt = 0) const noexcept;

  /// In [0, n), all equally likely.
  ///
  /// Needs    n >= 1. Asserted.
  /// Source   Lemire, Fast random integer generation in an interval (2019), algorithm 5; rejected draws use
  ///          the next attempt.
  std::uint32_t below(std::uint64_t index, std::uint32_t n) const noexcept;

 private:
  std::uint64_t seed_;
  std::uint64_t stream_;
};

/// The uniform float that 32 random bits stand for: the upper 24 of them, over 2^24.
constexpr float uniform_from_bits(std::uint32_t bits) noexcept {
  return static_cast<float>(bits >> 8) * 0x1p-24f;
}

}  // namespace nw::core
