#include "kernels/updates.hpp"

#include <cassert>
#include <cmath>

#include "kernels/update_chunks.hpp"

namespace nw::kernels {

using simd::F32, simd::kLanes;

namespace {

[[gnu::noinline]] void add_penalty_chunk(const float* w, float* g, std::size_t size, float l1,
                                         float l2) noexcept {
  const F32 rate1(l1), rate2(l2);
  for (std::size_t i = 0; i < size; i += kLanes) {
    const std::size_t left = size - i;
    const F32 weight = load_rest(w + i, left);
    F32 gradient = load_rest(g + i, left);
    if (l1 != 0.0f) gradient += rate1 * simd::sign(weight);
    if (l2 != 0.0f) gradient += rate2 * weight;
    simd::store_partial(g + i, gradient, left);
  }
}

[[gnu::noinline]] void shrink_chunk(float* w, std::size_t size, float threshold) noexcept {
  const F32 step(threshold), zero(0.0f);
  for (std::size_t i = 0; i < size; i += kLanes) {
    const std::size_t left = size - i;
    const F32 weight = load_rest(w + i, left);
    const F32 nearer = simd::sign(weight) * simd::max(simd::abs(weight) - step, zero);
    simd::store_partial(w + i, nearer + zero, left);  // -0 becomes +0
  }
}

[[gnu::noinline]] bool sgd_chunk(float* w, const float* g, std::size_t size, float learning_rate) noexcept {
  const F32 rate(learning_rate);
  F32 finite(0.0f);
  for (std::size_t i = 0; i < size; i += kLanes) {
    const std::size_t left = size - i;
    const F32 weight = load_rest(w + i, left) - rate * load_rest(g + i, left);
    finite += zero_if_finite(weight);
    simd::store_partial(w + i, weight, left);
  }
  return is_zero(finite);
}

[[gnu::noinline]] bool adam_chunk(float* w, const float* g, float* m, float* v, std::size_t size,
                                  const AdamStep& step) noexcept {
  const F32 beta1(step.beta1), beta2(step.beta2), rest1(step.rest1), rest2(step.rest2);
  const F32 rate(step.rate), inverse_scale(step.inverse_scale), epsilon(step.epsilon);
  F32 finite(0.0f);
  for (std::size_t i = 0; i < size; i += kLanes) {
    const std::size_t left = size - i;
    const F32 gradient = load_rest(g + i, left);
    const F32 mean = beta1 * load_rest(m + i, left) + rest1 * gradient;
    const F32 square = beta2 * load_rest(v + i, left) + rest2 * (gradient * gradient);
    const F32 weight = load_rest(w + i, left) - rate * mean / (simd::sqrt(square) * inverse_scale + epsilon);
    finite += zero_if_finite(weight) + zero_if_finite(mean) + zero_if_finite(square);
    simd::store_partial(m + i, mean, left);
    simd::store_partial(v + i, square, left);
    simd::store_partial(w + i, weight, left);
  }
  return is_zero(finite);
}

}  // namespace

void add_penalty_gradient(std::span<const float> w, std::span<float> g, float l1, float l2,
                          parallel::Pool* pool) noexcept {
  assert(w.size() == g.size());
  if (l1 == 0.0f && l2 == 0.0f) return;
  parallel::parallel_for(pool, w.size(), kUpdateGrain, [&](std::size_t begin, std::size_t end) {
    add_penalty_chunk(w.data() + begin, g.data() + begin, end - begin, l1, l2);
  });
}

void shrink(std::span<float> w, float threshold, parallel::Pool* pool) noexcept {
  assert(threshold >= 0.0f);
  if (threshold == 0.0f) return;
  parallel::parallel_for(pool, w.size(), kUpdateGrain, [&](std::size_t begin, std::size_t end) {
    shrink_chunk(w.data() + begin, end - begin, threshold);
  });
}

bool sgd_step(std::span<float> w, std::span<const float> g, float learning_rate,
              parallel::Pool* pool) noexcept {
  assert(w.size() == g.size());
  return all_chunks(pool, w.size(), [&](std::size_t begin, std::size_t size) {
    return sgd_chunk(w.data() + begin, g.data() + begin, size, learning_rate);
  });
}

AdamStep make_adam_step(double learning_rate, double beta1, double beta2, double epsilon, double beta1_power,
                        double beta2_power) noexcept {
  assert(beta1_power < 1 && beta2_power < 1);
  return {static_cast<float>(beta1),
          static_cast<float>(beta2),
          static_cast<float>(1 - beta1),
          static_cast<float>(1 - beta2),
          static_cast<float>(learning_rate / (1 - beta1_power)),
          static_cast<float>(1 / std::sqrt(1 - beta2_power)),
          static_cast<float>(epsilon)};
}

bool adam_step(std::span<float> w, std::span<const float> g, std::span<float> m, std::span<float> v,
               const AdamStep& step, parallel::Pool* pool) noexcept {
  assert(w.size() == g.size() && w.size() == m.size() && w.size() == v.size());
  return all_chunks(pool, w.size(), [&](std::size_t begin, std::size_t size) {
    return adam_chunk(w.data() + begin, g.data() + begin, m.data() + begin, v.data() + begin, size, step);
  });
}

}  // namespace nw::kernels
