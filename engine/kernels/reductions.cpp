#include "kernels/reductions.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "simd/f32.hpp"

namespace nw::kernels {

using simd::F32, simd::kLanes;

void column_sums(std::span<const float> x, std::span<float> sums) noexcept {
  const std::size_t cols = sums.size();
  assert(cols >= 1 && x.size() % cols == 0);
  std::fill(sums.begin(), sums.end(), 0.0f);
  // Columns in strips of one vector: the partial sums stay in a register while the rows pass by.
  for (std::size_t c = 0; c < cols; c += kLanes) {
    const std::size_t left = cols - c;
    F32 total(0.0f);
    if (left >= kLanes) {
      for (std::size_t at = c; at < x.size(); at += cols) total += simd::load(x.data() + at);
    } else {
      for (std::size_t at = c; at < x.size(); at += cols)
        total += simd::load_padded(x.data() + at, left, 0.0f);
    }
    simd::store_partial(sums.data() + c, total, left);
  }
}

namespace {

// Four running sums, each of every fourth element, so that additions need not wait for one another.
template <class Term>
[[gnu::noinline]] double sum_terms(std::span<const float> x, Term term) noexcept {
  constexpr std::size_t kSums = 4;
  double sums[kSums] = {};
  std::size_t i = 0;
  for (; i + kSums <= x.size(); i += kSums) {
    for (std::size_t s = 0; s < kSums; ++s) sums[s] += term(static_cast<double>(x[i + s]));
  }
  for (std::size_t s = 0; i < x.size(); ++i, ++s) sums[s] += term(static_cast<double>(x[i]));
  return (sums[0] + sums[2]) + (sums[1] + sums[3]);
}

}  // namespace

double sum_abs(std::span<const float> x) noexcept {
  return sum_terms(x, [](double value) { return std::fabs(value); });
}

double sum_squares(std::span<const float> x) noexcept {
  return sum_terms(x, [](double value) { return value * value; });
}

bool all_finite(std::span<const float> x) noexcept {
  // x - x is 0 for a finite number and NaN otherwise, and a NaN stays in a sum.
  F32 total(0.0f);
  std::size_t i = 0;
  for (; i + kLanes <= x.size(); i += kLanes) {
    const F32 value = simd::load(x.data() + i);
    total += value - value;
  }
  const F32 rest = simd::load_padded(x.data() + i, x.size() - i, 0.0f);
  total += rest - rest;
  return simd::all(total == F32(0.0f));
}

}  // namespace nw::kernels
