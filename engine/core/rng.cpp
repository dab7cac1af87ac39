#include "core/rng.hpp"

#include <cassert>

namespace nw::core {

std::array<std::uint32_t, 4> philox4x32(PhiloxCounter counter, PhiloxKey key) noexcept {
  constexpr std::uint64_t kMultiplier0 = 0xD2511F53, kMultiplier1 = 0xCD9E8D57;  // Salmon et al., table 2
  constexpr std::uint32_t kWeyl0 = 0x9E3779B9, kWeyl1 = 0xBB67AE85;              // golden ratio, sqrt(3) - 1
  constexpr int kRounds = 10;
  for (int round = 0; round < kRounds; ++round) {
    const std::uint64_t product0 = kMultiplier0 * counter[0];
    const std::uint64_t product1 = kMultiplier1 * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
               static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
               static_cast<std::uint32_t>(product0)};
    key[0] += kWeyl0;
    key[1] += kWeyl1;
  }
  return counter;
}

std::uint64_t stream_id(Purpose purpose, std::uint64_t part) noexcept {
  constexpr int kPartBits = 48;
  assert(part >> kPartBits == 0);
  return static_cast<std::uint64_t>(purpose) << kPartBits | part;
}

std::array<std::uint32_t, 4> Rng::block(std::uint64_t block, std::uint32_t attempt) const noexcept {
  constexpr int kBlockBits = 56;
  [[maybe_unused]] constexpr int kAttemptBits = 8;  // read by the assertion alone
  assert(block >> kBlockBits == 0 && attempt >> kAttemptBits == 0);
  const std::uint64_t place = static_cast<std::uint64_t>(attempt) << kBlockBits | block;
  return philox4x32({static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(place >> 32),
                     static_cast<std::uint32_t>(stream_), static_cast<std::uint32_t>(stream_ >> 32)},
                    {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)});
}

std::uint32_t Rng::u32(std::uint64_t index, std::uint32_t attempt) const noexcept {
  return block(index / 4, attempt)[index % 4];
}

float Rng::uniform(std::uint64_t index, std::uint32_t attempt) const noexcept {
  return uniform_from_bits(u32(index, attempt));
}

std::uint32_t Rng::below(std::uint64_t index, std::uint32_t n) const noexcept {
  assert(n >= 1);
  std::uint64_t product = static_cast<std::uint64_t>(u32(index)) * n;
  if (static_cast<std::uint32_t>(product) < n) {
    const std::uint32_t threshold = (0u - n) % n;  // 2^32 mod n: so many low words would be one too many
    for (std::uint32_t attempt = 1; static_cast<std::uint32_t>(product) < threshold; ++attempt) {
      // A draw is rejected with probability below 1/2, so 255 attempts do not run out; see Rng::kMaxAttempt.
      if (attempt > kMaxAttempt) break;
      product = static_cast<std::uint64_t>(u32(index, attempt)) * n;
    }
  }
  return static_cast<std::uint32_t>(product >> 32);
}

}  // namespace nw::core
