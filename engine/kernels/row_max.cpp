#include "kernels/row_max.hpp"

#include "simd/f32.hpp"

namespace nw::kernels {

using simd::F32, simd::kInfinity, simd::kLanes;

float row_max(const float* x, std::size_t cols) noexcept {
  F32 best = simd::load_padded(x, cols, -kInfinity);
  for (std::size_t c = kLanes; c < cols; c += kLanes)
    best = simd::max(best, simd::load_padded(x + c, cols - c, -kInfinity));
  return simd::max_lane(best);
}

}  // namespace nw::kernels
