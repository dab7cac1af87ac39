#include "kernels/dropout.hpp"

#include <cassert>

#include "simd/f32.hpp"

namespace nw::kernels {

using simd::F32, simd::kLanes;

DropoutMask make_dropout_mask(const core::Rng& rng, double rate) noexcept {
  assert(rate >= 0.0 && rate < 1.0);
  constexpr double kWords = 4294967296.0;  // 2^32
  return {rng, static_cast<std::uint32_t>(rate * kWords), static_cast<float>(1.0 / (1.0 - rate))};
}

void dropout(const DropoutMask& mask, std::size_t first, std::span<const float> x,
             std::span<float> y) noexcept {
  assert(x.size() == y.size() && first % kLanes == 0);
  const auto factor = [&](std::uint32_t bits) { return bits < mask.threshold ? 0.0f : mask.scale; };
  for (std::size_t i = 0; i < x.size(); i += kLanes) {
    const std::size_t left = x.size() - i;
    const auto bits = mask.rng.block((first + i) / kLanes);
    const F32 factors = simd::make(factor(bits[0]), factor(bits[1]), factor(bits[2]), factor(bits[3]));
    simd::store_partial(y.data() + i, simd::load_padded(x.data() + i, left, 0.0f) * factors, left);
  }
}

}  // namespace nw::kernels
