#include "kernels/momentum_updates.hpp"

#include <cassert>

#include "kernels/update_chunks.hpp"

namespace nw::kernels {

using simd::F32, simd::kLanes;

namespace {

template <bool kNesterov>
[[gnu::noinline]] bool velocity_chunk(float* w, const float* g, float* v, std::size_t size,
                                      float learning_rate, float momentum) noexcept {
  const F32 rate(learning_rate), share(momentum);
  F32 finite(0.0f);
  for (std::size_t i = 0; i < size; i += kLanes) {
    const std::size_t left = size - i;
    const F32 gradient = load_rest(g + i, left);
    const F32 velocity = share * load_rest(v + i, left) + gradient;
    const F32 direction = kNesterov ? gradient + share * velocity : velocity;
    const F32 weight = load_rest(w + i, left) - rate * direction;
    finite += zero_if_finite(weight) + zero_if_finite(velocity);
    simd::store_partial(v + i, velocity, left);
    simd::store_partial(w + i, weight, left);
  }
  return is_zero(finite);
}

template <bool kNesterov>
bool velocity_step(std::span<float> w, std::span<const float> g, std::span<float> v, float learning_rate,
                   float momentum, parallel::Pool* pool) noexcept {
  assert(w.size() == g.size() && w.size() == v.size());
  return all_chunks(pool, w.size(), [&](std::size_t begin, std::size_t size) {
    return velocity_chunk<kNesterov>(w.data() + begin, g.data() + begin, v.data() + begin, size,
                                     learning_rate, momentum);
  });
}

}  // namespace

bool momentum_step(std::span<float> w, std::span<const float> g, std::span<float> v, float learning_rate,
                   float momentum, parallel::Pool* pool) noexcept {
  return velocity_step<false>(w, g, v, learning_rate, momentum, pool);
}

bool nesterov_step(std::span<float> w, std::span<const float> g, std::span<float> v, float learning_rate,
                   float momentum, parallel::Pool* pool) noexcept {
  return velocity_step<true>(w, g, v, learning_rate, momentum, pool);
}

}  // namespace nw::kernels
