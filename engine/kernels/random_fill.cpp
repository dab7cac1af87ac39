#include "kernels/random_fill.hpp"

#include <cassert>
#include <cstddef>
#include <cstdint>

#include "simd/math.hpp"

namespace nw::kernels {

using simd::F32, simd::kLanes;

namespace {

/// The four unit normals of elements 4*block ... 4*block+3.
F32 normal_block(const core::Rng& rng, std::uint64_t block, std::uint32_t attempt) noexcept {
  constexpr float kTwoPi = 0x1.921fb6p+2f;
  const auto bits = rng.block(block, attempt);
  // 1 - u is in (0, 1], so that its logarithm is finite; the smallest, 2^-24, gives the largest radius, 5.77.
  const float near = 1.0f - core::uniform_from_bits(bits[0]), far = 1.0f - core::uniform_from_bits(bits[2]);
  const float first = core::uniform_from_bits(bits[1]), second = core::uniform_from_bits(bits[3]);
  const F32 radius = simd::sqrt(F32(-2.0f) * simd::log(simd::make(near, near, far, far)));
  F32 sine, cosine;
  simd::sin_cos(F32(kTwoPi) * simd::make(first, first, second, second), sine, cosine);
  float s[kLanes], c[kLanes];
  simd::store(s, sine);
  simd::store(c, cosine);
  return radius * simd::make(c[0], s[1], c[2], s[3]);
}

/// Writes values(block), four of them, to elements 4*block and on.
template <class Values>
void fill_blocks(std::span<float> out, Values values) noexcept {
  for (std::size_t i = 0; i < out.size(); i += kLanes) {
    simd::store_partial(out.data() + i, values(i / kLanes), out.size() - i);
  }
}

}  // namespace

void fill_uniform(std::span<float> out, const core::Rng& rng, float low, float high) noexcept {
  assert(low <= high);
  const F32 start(low), width(high - low);
  fill_blocks(out, [&](std::uint64_t block) {
    const auto bits = rng.block(block);
    const F32 u = simd::make(core::uniform_from_bits(bits[0]), core::uniform_from_bits(bits[1]),
                             core::uniform_from_bits(bits[2]), core::uniform_from_bits(bits[3]));
    return start + width * u;
  });
}

void fill_normal(std::span<float> out, const core::Rng& rng, float mean, float stddev) noexcept {
  assert(stddev >= 0.0f);
  fill_blocks(out,
              [&](std::uint64_t block) { return F32(mean) + F32(stddev) * normal_block(rng, block, 0); });
}

void fill_truncated_normal(std::span<float> out, const core::Rng& rng, float mean, float stddev) noexcept {
  assert(stddev >= 0.0f);
  const F32 limit(2.0f);
  fill_blocks(out, [&](std::uint64_t block) {
    F32 values = normal_block(rng, block, 0);
    // Each lane takes the first of its draws that lies within the limit; after the last attempt (never, in
    // practice: once in 10^340 elements) the values are cut.
    for (std::uint32_t attempt = 1; attempt <= core::Rng::kMaxAttempt; ++attempt) {
      const simd::Mask good = simd::abs(values) <= limit;
      if (simd::all(good)) break;
      values = simd::select(good, values, normal_block(rng, block, attempt));
    }
    return F32(mean) + F32(stddev) * simd::clip(values, -limit, limit);
  });
}

}  // namespace nw::kernels
