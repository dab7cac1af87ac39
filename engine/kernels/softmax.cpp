#include "kernels/softmax.hpp"

#include <cassert>

#include "kernels/row_max.hpp"
#include "simd/math.hpp"

namespace nw::kernels {

using simd::F32, simd::kInfinity, simd::kLanes;

void softmax_rows(std::span<const float> x, std::span<float> y, std::size_t cols) noexcept {
  assert(cols >= 1 && x.size() == y.size() && x.size() % cols == 0);
  for (std::size_t row = 0; row < x.size(); row += cols) {
    const float* in = x.data() + row;
    float* out = y.data() + row;
    const F32 shift(row_max(in, cols));  // keeps every exponent <= 0, so that exp cannot overflow

    // Tails are whole vectors, padded with the operation's neutral value: one exp for every element, so that
    // the bits do not depend on where in a row an element stands.
    F32 partial(0.0f);
    for (std::size_t c = 0; c < cols; c += kLanes) {
      const F32 e = simd::exp(simd::load_padded(in + c, cols - c, -kInfinity) - shift);  // padding adds 0
      simd::store_partial(out + c, e, cols - c);
      partial += e;
    }
    const F32 scale(1.0f / simd::sum(partial));
    for (std::size_t c = 0; c < cols; c += kLanes) {
      simd::store_partial(out + c, simd::load_padded(out + c, cols - c, 0.0f) * scale, cols - c);
    }
  }
}

void softmax_rows_backward(std::span<const float> y, std::span<float> d, std::size_t cols) noexcept {
  assert(cols >= 1 && y.size() == d.size() && y.size() % cols == 0);
  for (std::size_t row = 0; row < y.size(); row += cols) {
    const float* p = y.data() + row;
    float* g = d.data() + row;
    F32 partial(0.0f);
    for (std::size_t c = 0; c < cols; c += kLanes) {
      const std::size_t left = cols - c;
      partial =
          simd::mul_add(simd::load_padded(p + c, left, 0.0f), simd::load_padded(g + c, left, 0.0f), partial);
    }
    const F32 mean(simd::sum(partial));  // of the gradient, weighted by the probabilities
    for (std::size_t c = 0; c < cols; c += kLanes) {
      const std::size_t left = cols - c;
      const F32 gradient =
          simd::load_padded(p + c, left, 0.0f) * (simd::load_padded(g + c, left, 0.0f) - mean);
      simd::store_partial(g + c, gradient, left);
    }
  }
}

}  // namespace nw::kernels
