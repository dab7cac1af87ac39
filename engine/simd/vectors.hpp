#pragma once

#include <cstddef>

#include "simd/f32.hpp"

namespace nw::simd {

/// How a vector of a row is read and written, when all of its lanes are the row's.
struct WholeVector {
  F32 load(const float* from, float) const noexcept { return simd::load(from); }
  void store(float* to, F32 value) const noexcept { simd::store(to, value); }
};

/// The same for the last vector of a row: only `left` lanes are the row's, the others read as `otherwise`.
struct PartOfVector {
  std::size_t left;
  F32 load(const float* from, float otherwise) const noexcept {
    return simd::load_padded(from, left, otherwise);
  }
  void store(float* to, F32 value) const noexcept { simd::store_partial(to, value, left); }
};

/// Calls work(at, vector) for each vector of a row of `size` floats; at is the place of its first lane. Whole
/// ones do not pay for what the last one needs.
template <class Work>
[[gnu::always_inline]] inline void for_vectors(std::size_t size, Work work) noexcept {
  std::size_t at = 0;
  for (; at + kLanes <= size; at += kLanes) work(at, WholeVector{});
  if (at < size) work(at, PartOfVector{size - at});
}

}  // namespace nw::simd
