#include "kernels/clipping.hpp"

#include <cassert>
#include <cmath>

#include "kernels/update_chunks.hpp"

namespace nw::kernels {

using simd::F32, simd::kLanes;

namespace {

[[gnu::noinline]] void clip_chunk(float* x, std::size_t size, float limit) noexcept {
  const F32 low(-limit), high(limit);
  for (std::size_t i = 0; i < size; i += kLanes)
    simd::store_partial(x + i, simd::clip(load_rest(x + i, size - i), low, high), size - i);
}

[[gnu::noinline]] void scale_chunk(float* x, std::size_t size, float factor) noexcept {
  const F32 by(factor);
  for (std::size_t i = 0; i < size; i += kLanes)
    simd::store_partial(x + i, load_rest(x + i, size - i) * by, size - i);
}

}  // namespace

void clip_values(std::span<float> x, float limit, parallel::Pool* pool) noexcept {
  assert(limit >= 0.0f);
  parallel::parallel_for(pool, x.size(), kUpdateGrain, [&](std::size_t begin, std::size_t end) {
    clip_chunk(x.data() + begin, end - begin, limit);
  });
}

void scale_values(std::span<float> x, float factor, parallel::Pool* pool) noexcept {
  parallel::parallel_for(pool, x.size(), kUpdateGrain, [&](std::size_t begin, std::size_t end) {
    scale_chunk(x.data() + begin, end - begin, factor);
  });
}

float clip_norm_factor(double sum_of_squares, double max_norm) noexcept {
  constexpr double kSmall = 1e-6;  // PyTorch's, so that gradients of 0 do not divide by 0
  const double factor = max_norm / (std::sqrt(sum_of_squares) + kSmall);
  return factor < 1.0 ? static_cast<float>(factor) : 1.0f;
}

}  // namespace nw::kernels
