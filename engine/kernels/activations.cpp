#include "kernels/activations.hpp"

#include <cassert>

#include "kernels/softmax.hpp"
#include "simd/math.hpp"

namespace nw::kernels {

namespace {

using simd::F32, simd::kLanes;

struct Relu {
  static F32 value(F32 x) noexcept { return simd::max(x, F32(0.0f)); }
  // Selected, not multiplied: 0 * inf would be NaN where the function is flat. A NaN in y stays one.
  static F32 gradient(F32 y, F32 d) noexcept {
    return simd::select(y > F32(0.0f), d, simd::select(y == y, F32(0.0f), y));
  }
};

struct Sigmoid {
  static F32 value(F32 x) noexcept { return simd::sigmoid(x); }
  static F32 gradient(F32 y, F32 d) noexcept { return y * (F32(1.0f) - y) * d; }
};

struct Tanh {
  static F32 value(F32 x) noexcept { return simd::tanh(x); }
  static F32 gradient(F32 y, F32 d) noexcept { return (F32(1.0f) - y * y) * d; }
};

// Never inlined: as wasm, a loop inside a function that is called once would stay in the baseline compiler's
// code.
template <class Function>
[[gnu::noinline]] void map(float* x, std::size_t size) noexcept {
  std::size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) simd::store(x + i, Function::value(simd::load(x + i)));
  if (i < size)
    simd::store_partial(x + i, Function::value(simd::load_padded(x + i, size - i, 0.0f)), size - i);
}

template <class Function>
[[gnu::noinline]] void map_gradient(const float* y, float* d, std::size_t size) noexcept {
  std::size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) {
    simd::store(d + i, Function::gradient(simd::load(y + i), simd::load(d + i)));
  }
  if (i < size) {
    const std::size_t left = size - i;
    const F32 gradient =
        Function::gradient(simd::load_padded(y + i, left, 0.0f), simd::load_padded(d + i, left, 0.0f));
    simd::store_partial(d + i, gradient, left);
  }
}

template <class Function>
void map_block(float* block, std::size_t rows, std::size_t cols, std::ptrdiff_t stride) noexcept {
  if (stride == static_cast<std::ptrdiff_t>(cols)) return map<Function>(block, rows * cols);
  for (std::size_t row = 0; row < rows; ++row)
    map<Function>(block + static_cast<std::ptrdiff_t>(row) * stride, cols);
}

}  // namespace

void activate(Activation activation, float* block, std::size_t rows, std::size_t cols,
              std::ptrdiff_t stride) noexcept {
  switch (activation) {
    case Activation::linear:
      return;
    case Activation::relu:
      return map_block<Relu>(block, rows, cols, stride);
    case Activation::sigmoid:
      return map_block<Sigmoid>(block, rows, cols, stride);
    case Activation::tanh:
      return map_block<Tanh>(block, rows, cols, stride);
    case Activation::softmax:
      assert(!"softmax needs whole rows: softmax_rows");
  }
}

void activate_backward(Activation activation, std::span<const float> y, std::span<float> d,
                       std::size_t cols) noexcept {
  assert(y.size() == d.size() && cols >= 1 && y.size() % cols == 0);
  switch (activation) {
    case Activation::linear:
      return;
    case Activation::relu:
      return map_gradient<Relu>(y.data(), d.data(), y.size());
    case Activation::sigmoid:
      return map_gradient<Sigmoid>(y.data(), d.data(), y.size());
    case Activation::tanh:
      return map_gradient<Tanh>(y.data(), d.data(), y.size());
    case Activation::softmax:
      return softmax_rows_backward(y, d, cols);
  }
}

}  // namespace nw::kernels
