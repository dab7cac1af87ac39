#include "core/hash.hpp"

#include <bit>

namespace nw::core {

Hash& Hash::add_bytes(const void* data, std::size_t size) noexcept {
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  for (std::size_t i = 0; i < size; ++i) add_byte(bytes[i]);
  return *this;
}

Hash& Hash::add_u32(std::uint32_t word) noexcept {
  for (int shift = 0; shift < 32; shift += 8) add_byte(static_cast<std::uint8_t>(word >> shift));
  return *this;
}

Hash& Hash::add_u64(std::uint64_t word) noexcept {
  return add_u32(static_cast<std::uint32_t>(word)).add_u32(static_cast<std::uint32_t>(word >> 32));
}

Hash& Hash::add_float(float value) noexcept {
  constexpr std::uint32_t kQuietNan = 0x7fc00000;
  return add_u32(value != value ? kQuietNan : std::bit_cast<std::uint32_t>(value));
}

Hash& Hash::add_double(double value) noexcept {
  constexpr std::uint64_t kQuietNan = 0x7ff8000000000000;
  return add_u64(value != value ? kQuietNan : std::bit_cast<std::uint64_t>(value));
}

Hash& Hash::add_floats(std::span<const float> values) noexcept {
  for (const float value : values) add_float(value);
  return *this;
}

Hash& Hash::add_text(const char* text) noexcept {
  for (; *text != '\0'; ++text) add_byte(static_cast<std::uint8_t>(*text));
  return add_byte(0);
}

}  // namespace nw::core
