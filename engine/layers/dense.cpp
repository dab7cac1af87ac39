#include "layers/dense.hpp"

#include <cassert>
#include <new>
#include <utility>

#include "kernels/gemm.hpp"
#include "kernels/reductions.hpp"

namespace nw::layers {

using kernels::Activation;

namespace {

constexpr std::size_t kKernel = 0, kBias = 1;  // places in parameters()

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
  return owned(new (std::nothrow) Dense(std::move(name), input_shape, units, activation));
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
  product.epilogue = activation_.epilogue(context);
  kernels::gemm(product, context.pool);
  activation_.finish(y, static_cast<std::size_t>(batch), static_cast<std::size_t>(out()), context);
}

void Dense::backward(const float* params, const float* x, const float* y, float* d_y, float* d_x,
                     float* d_params, int batch, const Context& context) const noexcept {
  assert(batch >= 1);
  parallel::Pool* pool = context.pool;
  const auto rows = static_cast<std::size_t>(batch), cols = static_cast<std::size_t>(out());
  activation_.backward(y, d_y, rows, cols, context);
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

  kernels::column_sums({d_z, rows * cols}, {d_params + parameters()[kBias].offset, cols});

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
