#include "kernels/adaptive_updates.hpp"

#include <cassert>

#include "kernels/update_chunks.hpp"

namespace nw::kernels {

using simd::F32, simd::kLanes;

namespace {

[[gnu::noinline]] bool rmsprop_chunk(float* w, const float* g, float* v, std::size_t size,
                                     const RmspropStep& step) noexcept {
  const F32 rho(step.rho), rest(step.rest), rate(step.rate), epsilon(step.epsilon);
  F32 finite(0.0f);
  for (std::size_t i = 0; i < size; i += kLanes) {
    const std::size_t left = size - i;
    const F32 gradient = load_rest(g + i, left);
    const F32 square = rho * load_rest(v + i, left) + rest * (gradient * gradient);
    const F32 weight = load_rest(w + i, left) - rate * gradient / (simd::sqrt(square) + epsilon);
    finite += zero_if_finite(weight) + zero_if_finite(square);
    simd::store_partial(v + i, square, left);
    simd::store_partial(w + i, weight, left);
  }
  return is_zero(finite);
}

[[gnu::noinline]] bool adagrad_chunk(float* w, const float* g, float* sum, std::size_t size,
                                     float learning_rate, float epsilon) noexcept {
  const F32 rate(learning_rate), small(epsilon);
  F32 finite(0.0f);
  for (std::size_t i = 0; i < size; i += kLanes) {
    const std::size_t left = size - i;
    const F32 gradient = load_rest(g + i, left);
    const F32 squares = load_rest(sum + i, left) + gradient * gradient;
    const F32 weight = load_rest(w + i, left) - rate * gradient / (simd::sqrt(squares) + small);
    finite += zero_if_finite(weight) + zero_if_finite(squares);
    simd::store_partial(sum + i, squares, left);
    simd::store_partial(w + i, weight, left);
  }
  return is_zero(finite);
}

[[gnu::noinline]] bool amsgrad_chunk(float* w, const float* g, float* m, float* v, float* largest,
                                     std::size_t size, const AdamStep& step) noexcept {
  const F32 beta1(step.beta1), beta2(step.beta2), rest1(step.rest1), rest2(step.rest2);
  const F32 rate(step.rate), inverse_scale(step.inverse_scale), epsilon(step.epsilon);
  F32 finite(0.0f);
  for (std::size_t i = 0; i < size; i += kLanes) {
    const std::size_t left = size - i;
    const F32 gradient = load_rest(g + i, left);
    const F32 mean = beta1 * load_rest(m + i, left) + rest1 * gradient;
    const F32 square = beta2 * load_rest(v + i, left) + rest2 * (gradient * gradient);
    const F32 most = simd::max(load_rest(largest + i, left), square);
    const F32 weight = load_rest(w + i, left) - rate * mean / (simd::sqrt(most) * inverse_scale + epsilon);
    finite += zero_if_finite(weight) + zero_if_finite(mean) + zero_if_finite(most);
    simd::store_partial(m + i, mean, left);
    simd::store_partial(v + i, square, left);
    simd::store_partial(largest + i, most, left);
    simd::store_partial(w + i, weight, left);
  }
  return is_zero(finite);
}

}  // namespace

bool rmsprop_step(std::span<float> w, std::span<const float> g, std::span<float> v, const RmspropStep& step,
                  parallel::Pool* pool) noexcept {
  assert(w.size() == g.size() && w.size() == v.size());
  return all_chunks(pool, w.size(), [&](std::size_t begin, std::size_t size) {
    return rmsprop_chunk(w.data() + begin, g.data() + begin, v.data() + begin, size, step);
  });
}

bool adagrad_step(std::span<float> w, std::span<const float> g, std::span<float> sum, float learning_rate,
                  float epsilon, parallel::Pool* pool) noexcept {
  assert(w.size() == g.size() && w.size() == sum.size());
  return all_chunks(pool, w.size(), [&](std::size_t begin, std::size_t size) {
    return adagrad_chunk(w.data() + begin, g.data() + begin, sum.data() + begin, size, learning_rate,
                         epsilon);
  });
}

bool amsgrad_step(std::span<float> w, std::span<const float> g, std::span<float> m, std::span<float> v,
                  std::span<float> largest, const AdamStep& step, parallel::Pool* pool) noexcept {
  assert(w.size() == g.size() && w.size() == m.size() && w.size() == v.size());
  assert(w.size() == largest.size());
  return all_chunks(pool, w.size(), [&](std::size_t begin, std::size_t size) {
    return amsgrad_chunk(w.data() + begin, g.data() + begin, m.data() + begin, v.data() + begin,
                         largest.data() + begin, size, step);
  });
}

}  // namespace nw::kernels
