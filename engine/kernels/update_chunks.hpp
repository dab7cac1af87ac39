#pragma once

#include <atomic>
#include <cstddef>

#include "parallel/parallel_for.hpp"
#include "simd/f32.hpp"

// What the kernels that change weights have in common.

namespace nw::kernels {

// Floats a chunk: 64 kB of weights, so about 10 us of Adam. Less is not worth waking a thread for.
inline constexpr std::size_t kUpdateGrain = 16384;

/// The next vector of an array of which `left` floats are left; zeros behind its end.
inline simd::F32 load_rest(const float* from, std::size_t left) noexcept {
  return simd::load_padded(from, left, 0.0f);
}

/// 0 in a lane whose value is finite, NaN in others.
inline simd::F32 zero_if_finite(simd::F32 value) noexcept { return value - value; }

inline bool is_zero(simd::F32 value) noexcept { return simd::all(value == simd::F32(0.0f)); }

/// Runs chunk(begin, size), which says whether all went well, over `count` elements.
///
/// Threads  chunks may run at the same time; see parallel_for.
template <class Chunk>
bool all_chunks(parallel::Pool* pool, std::size_t count, Chunk chunk) noexcept {
  std::atomic<bool> good{true};
  parallel::parallel_for(pool, count, kUpdateGrain, [&](std::size_t begin, std::size_t end) {
    if (!chunk(begin, end - begin)) good.store(false, std::memory_order_relaxed);
  });
  return good.load(std::memory_order_relaxed);
}

}  // namespace nw::kernels
