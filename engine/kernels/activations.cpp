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

struct LeakyRelu {
  F32 alpha;
  F32 value(F32 x) const noexcept { return simd::select(x > F32(0.0f), x, alpha * x); }
  F32 gradient(F32 y, F32 d) const noexcept {
    return simd::select(y > F32(0.0f), d, simd::select(y == y, alpha * d, y));
  }
};

// elu and selu: a line above 0, below it an exponential that meets the line at 0.
struct Elu {
  F32 slope, alpha;
  F32 value(F32 x) const noexcept { return simd::select(x > F32(0.0f), slope * x, alpha * simd::expm1(x)); }
  F32 gradient(F32 y, F32 d) const noexcept { return simd::select(y > F32(0.0f), slope, y + alpha) * d; }
};

constexpr double kSeluScale = 1.0507009873554805, kSeluAlpha = 1.6732632423543773;

// Beyond this both gelus and silu are 0 or x to the last bit. What is multiplied by a factor that is 0 there
// is cut to it, because 0 * inf would be NaN.
constexpr float kFar = 1000.0f;

struct Gelu {
  static F32 phi(F32 x) noexcept {
    constexpr float kHalfRoot = 0.70710678118654752f;
    return F32(0.5f) * (F32(1.0f) + simd::erf(F32(kHalfRoot) * x));
  }
  static F32 value(F32 x) noexcept { return simd::max(x, F32(-kFar)) * phi(x); }
  static F32 gradient(F32 x, F32 d) noexcept {
    constexpr float kDensityAt0 = 0.39894228040143268f;  // 1 / sqrt(2 pi)
    const F32 t = simd::clip(x, F32(-kFar), F32(kFar));
    return (phi(t) + t * (F32(kDensityAt0) * simd::exp(F32(-0.5f) * t * t))) * d;
  }
};

// x times a sigmoid of x (a + b x^2): silu, and gelu as its authors approximate it.
struct Gated {
  F32 a, b;
  F32 gate(F32 t) const noexcept { return simd::sigmoid(t * (a + b * t * t)); }
  F32 value(F32 x) const noexcept {
    return simd::max(x, F32(-kFar)) * gate(simd::clip(x, F32(-kFar), F32(kFar)));
  }
  F32 gradient(F32 x, F32 d) const noexcept {
    const F32 one(1.0f), t = simd::clip(x, F32(-kFar), F32(kFar)), s = gate(t);
    return s * (one + t * (one - s) * (a + F32(3.0f) * b * t * t)) * d;
  }
};

struct Softplus {
  static F32 value(F32 x) noexcept { return simd::softplus(x); }
  static F32 gradient(F32 y, F32 d) noexcept { return -simd::expm1(-y) * d; }
};

Elu elu(float alpha) noexcept { return {F32(1.0f), F32(alpha)}; }
Elu selu() noexcept { return {F32(float(kSeluScale)), F32(float(kSeluScale * kSeluAlpha))}; }
Gated silu() noexcept { return {F32(1.0f), F32(0.0f)}; }
Gated gelu_approximate() noexcept {
  constexpr double kTwice = 1.5957691216057308;  // 2 sqrt(2 / pi)
  return {F32(float(kTwice)), F32(float(kTwice * 0.044715))};
}

// Never inlined: as wasm, a loop inside a function that is called once would stay in the baseline compiler's
// code.
template <class Function>
[[gnu::noinline]] void map(const Function& given, float* x, std::size_t size) noexcept {
  const Function function = given;  // our own, so that its constants stay in registers
  std::size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) simd::store(x + i, function.value(simd::load(x + i)));
  if (i < size)
    simd::store_partial(x + i, function.value(simd::load_padded(x + i, size - i, 0.0f)), size - i);
}

template <class Function>
[[gnu::noinline]] void map_gradient(const Function& given, const float* y, float* d,
                                    std::size_t size) noexcept {
  const Function function = given;
  std::size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) {
    simd::store(d + i, function.gradient(simd::load(y + i), simd::load(d + i)));
  }
  if (i < size) {
    const std::size_t left = size - i;
    const F32 gradient =
        function.gradient(simd::load_padded(y + i, left, 0.0f), simd::load_padded(d + i, left, 0.0f));
    simd::store_partial(d + i, gradient, left);
  }
}

template <class Function>
void map_block(const Function& function, float* block, std::size_t rows, std::size_t cols,
               std::ptrdiff_t stride) noexcept {
  if (stride == static_cast<std::ptrdiff_t>(cols)) return map(function, block, rows * cols);
  for (std::size_t row = 0; row < rows; ++row)
    map(function, block + static_cast<std::ptrdiff_t>(row) * stride, cols);
}

/// Calls work(function) with what stands for an activation; not for linear and softmax.
template <class Work>
void with_function(Activation activation, float alpha, Work work) noexcept {
  switch (activation) {
    case Activation::relu:
      return work(Relu());
    case Activation::sigmoid:
      return work(Sigmoid());
    case Activation::tanh:
      return work(Tanh());
    case Activation::leaky_relu:
      return work(LeakyRelu{F32(alpha)});
    case Activation::elu:
      return work(elu(alpha));
    case Activation::selu:
      return work(selu());
    case Activation::gelu:
      return work(Gelu());
    case Activation::gelu_approximate:
      return work(gelu_approximate());
    case Activation::silu:
      return work(silu());
    case Activation::softplus:
      return work(Softplus());
    case Activation::linear:
    case Activation::softmax:
      break;
  }
}

}  // namespace

void activate(Activation activation, float* block, std::size_t rows, std::size_t cols, std::ptrdiff_t stride,
              float alpha) noexcept {
  assert(is_elementwise(activation));  // softmax needs whole rows: softmax_rows
  with_function(activation, alpha,
                [&](const auto& function) { map_block(function, block, rows, cols, stride); });
}

void activate_backward(Activation activation, std::span<const float> from, std::span<float> d,
                       std::size_t cols, float alpha) noexcept {
  assert(from.size() == d.size() && cols >= 1 && from.size() % cols == 0);
  if (activation == Activation::softmax) return softmax_rows_backward(from, d, cols);
  with_function(activation, alpha,
                [&](const auto& function) { map_gradient(function, from.data(), d.data(), d.size()); });
}

}  // namespace nw::kernels
