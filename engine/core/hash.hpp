#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace nw::core {

/// A 64-bit fingerprint of bits: FNV-1a. For comparing runs, not against people who want to deceive.
///
/// Floats count by their bits, so +0 and -0 differ; all NaN count as one, because their payload differs
/// between processors. Words are taken from the lowest byte on, so that the fingerprint is the same on every
/// machine.
///
/// Cost     one multiplication a byte.
/// Source   Fowler, Noll, Vo, Eastlake, draft-eastlake-fnv-21, section 2 (offset basis and prime of 64 bits).
/// Tests    tests/engine/core/hash.test.cpp
class Hash {
 public:
  Hash& add_byte(std::uint8_t byte) noexcept {
    state_ = (state_ ^ byte) * 0x100000001b3u;
    return *this;
  }
  Hash& add_bytes(const void* data, std::size_t size) noexcept;
  Hash& add_u32(std::uint32_t word) noexcept;
  Hash& add_u64(std::uint64_t word) noexcept;
  Hash& add_double(double value) noexcept;
  Hash& add_float(float value) noexcept;
  Hash& add_floats(std::span<const float> values) noexcept;
  /// The characters and then a zero byte, so that "ab","c" and "a","bc" differ.
  Hash& add_text(const char* text) noexcept;

  std::uint64_t value() const noexcept { return state_; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325u;
};

}  // namespace nw::core
