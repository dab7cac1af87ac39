#include "layers/dense.hpp"

#include <algorithm>
#include <cassert>
#include <new>
#include <utility>

#include "kernels/gemm.hpp"
#include "kernels/reductions.hpp"
#include "kernels/softmax.hpp"
#include "parallel/parallel_for.hpp"

namespace nw::layers {

using kernels::Activation;

namespace {

constexpr std::size_t kKernel = 0, kBias = 1;  // places in parameters()

/// Elements a chunk of an activation's backward pass: some 10 us even for the cheapest of them.
constexpr std::size_t kGrainElements = 32768;

std::size_t rows_a_chunk(int cols) noexcept {
  return std::max<std::size_t>(1, kGrainElements / static_cast<std::size_t>(cols));
}

template <Activation kind>
void epilogue(float* block, std::size_t rows, std::size_t cols, std::ptrdiff_t stride) noexcept {
  kernels::activate(kind, block, rows, cols, stride);
}

/// What gemm does with each finished block; nothing for linear, and for softmax, which needs whole rows.
kernels::GemmEpilogue epilogue_of(Activation activation) noexcept {
  switch (activation) {
    case Activation::relu:
      return epilogue<Activation::relu>;
    case Activation::sigmoid:
      return epilogue<Activation::sigmoid>;
    case Activation::tanh:
      return epilogue<Activation::tanh>;
    case Activation::linear:
    case Activation::softmax:
      break;
  }
  return nullptr;
}

}  // namespace

core::Result<std::unique_ptr<Layer>> Dense::make(std::string name, const core::Shape& input_shape, int units,
                                                 Activation activation) {
  using core::Errc, core::Error;
  if (units < 1 || units > kMaxUnits)
    return Error{Errc::bad_value, "units", kMaxUnits, static_cast<double>(units)};
  if (input_shape.rank() != 1 || input_shape.size() < 1) {
    return Error{Errc::bad_spec, "inputShape", 1, static_cast<double>(input_shape.rank())};
  }
  constexpr double kMaxFloats = 2147483648.0;  // 2^31: offsets within a kernel are 32-bit numbers
  const double kernel_floats = static_cast<double>(input_shape.size()) * units;
  if (kernel_floats >= kMaxFloats) {
    return Error{Errc::network_too_large, "units", kMaxFloats * sizeof(float), kernel_floats * sizeof(float)};
  }
  std::unique_ptr<Layer> made(new (std::nothrow) Dense(std::move(name), input_shape, units, activation));
  if (!made) return Error{Errc::out_of_memory, "layer", 0, sizeof(Dense)};
  return made;
}

Dense::Dense(std::string name, const core::Shape& input_shape, int units, Activation activation)
    : Layer(std::move(name), input_shape, core::Shape{units}), activation_(activation) {
  add_parameter("kernel", {in(), out()}, in(), out(), Role::kernel);
  add_parameter("bias", {out()}, in(), out(), Role::bias);
}

double Dense::flops_per_row() const noexcept { return 6.0 * in() * out(); }

void Dense::forward(const float* params, const float* x, float* y, int batch,
                    const Context& context) const noexcept {
  assert(batch >= 1);
  const auto [stage, pool] = std::pair(context.stage, context.pool);
  kernels::Gemm product;
  product.m = batch;
  product.n = out();
  product.k = in();
  product.a = {x, in(), 1};
  product.b = params + parameters()[kKernel].offset;
  product.b_stride = out();
  product.c = y;
  product.c_stride = out();
  product.bias = params + parameters()[kBias].offset;
  if (stage == Stage::output) product.epilogue = epilogue_of(activation_);
  kernels::gemm(product, pool);

  if (stage == Stage::output && activation_ == Activation::softmax) {
    const auto cols = static_cast<std::size_t>(out());
    parallel::parallel_for(pool, static_cast<std::size_t>(batch), rows_a_chunk(out()),
                           [&](std::size_t begin, std::size_t end) {
                             const std::span<float> rows(y + begin * cols, (end - begin) * cols);
                             kernels::softmax_rows(rows, rows, cols);
                           });
  }
}

void Dense::backward(const float* params, const float* x, const float* y, float* d_y, float* d_x,
                     float* d_params, int batch, const Context& context) const noexcept {
  assert(batch >= 1);
  const auto [stage, pool] = std::pair(context.stage, context.pool);
  const auto cols = static_cast<std::size_t>(out());
  if (stage == Stage::output && activation_ != Activation::linear) {
    parallel::parallel_for(pool, static_cast<std::size_t>(batch), rows_a_chunk(out()),
                           [&](std::size_t begin, std::size_t end) {
                             const std::size_t at = begin * cols, size = (end - begin) * cols;
                             kernels::activate_backward(activation_, {y + at, size}, {d_y + at, size}, cols);
                           });
  }
  const float* d_z = d_y;  // from here on the gradient of x W + b

  kernels::Gemm d_kernel;  // d_W = xT d_z; the transpose is only a matter of strides
  d_kernel.m = in();
  d_kernel.n = out();
  d_kernel.k = batch;
  d_kernel.a = {x, 1, in()};
  d_kernel.b = d_z;
  d_kernel.b_stride = out();
  d_kernel.c = d_params + parameters()[kKernel].offset;
  d_kernel.c_stride = out();
  kernels::gemm(d_kernel, pool);

  kernels::column_sums({d_z, static_cast<std::size_t>(batch) * cols},
                       {d_params + parameters()[kBias].offset, cols});

  if (d_x == nullptr) return;
  kernels::Gemm d_input;  // d_x = d_z WT
  d_input.m = batch;
  d_input.n = in();
  d_input.k = out();
  d_input.a = {d_z, out(), 1};
  d_input.b = params + parameters()[kKernel].offset;
  d_input.b_stride = out();
  d_input.c = d_x;
  d_input.c_stride = in();
  kernels::gemm_nt(d_input, pool);
}

}  // namespace nw::layers
