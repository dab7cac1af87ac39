#include "layers/pooling2d.hpp"

#include <algorithm>
#include <cassert>
#include <new>
#include <utility>

#include "parallel/parallel_for.hpp"

namespace nw::layers {

using core::Errc, core::Error, core::Shape;

namespace {

/// One axis of a pooling: how many windows there are, and how far the first reaches over the edge.
struct Places {
  int out, pad;
};

Places places(int in, int size, int stride, bool same) noexcept {
  if (!same) return {(in - size) / stride + 1, 0};
  const int out = (in - 1) / stride + 1;
  return {out, std::max((out - 1) * stride + size - in, 0) / 2};
}

}  // namespace

core::Result<std::unique_ptr<Layer>> Pooling2d::make(std::string name, const Shape& input_shape,
                                                     PoolingKind kind, const PoolingWindows& windows) {
  constexpr int kRank = 3;
  if (input_shape.rank() != kRank)
    return Error{Errc::bad_spec, "inputShape", kRank, static_cast<double>(input_shape.rank())};
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const int size = windows.pool_size[axis], stride = windows.strides[axis];
    const int largest = windows.same ? kMaxSize : input_shape[static_cast<int>(axis)];
    if (size < 1 || size > largest)
      return Error{Errc::bad_value, "poolSize", size < 1 ? 1.0 : double(largest), double(size)};
    if (stride < 1 || stride > kMaxSize)
      return Error{Errc::bad_value, "strides", stride < 1 ? 1.0 : double(kMaxSize), double(stride)};
  }
  kernels::Pooling pooling;
  pooling.height = input_shape[0];
  pooling.width = input_shape[1];
  pooling.channels = input_shape[2];
  pooling.pool_h = windows.pool_size[0];
  pooling.pool_w = windows.pool_size[1];
  pooling.stride_h = windows.strides[0];
  pooling.stride_w = windows.strides[1];
  const Places rows = places(pooling.height, pooling.pool_h, pooling.stride_h, windows.same);
  const Places cols = places(pooling.width, pooling.pool_w, pooling.stride_w, windows.same);
  pooling.pad_top = rows.pad;
  pooling.pad_left = cols.pad;
  pooling.out_h = rows.out;
  pooling.out_w = cols.out;
  return owned(new (std::nothrow) Pooling2d(std::move(name), input_shape, kind, pooling));
}

Pooling2d::Pooling2d(std::string name, const Shape& input_shape, PoolingKind kind,
                     const kernels::Pooling& pooling)
    : Layer(std::move(name), input_shape, Shape{pooling.out_h, pooling.out_w, pooling.channels}),
      kind_(kind),
      pooling_(pooling) {}

std::string_view Pooling2d::type() const noexcept {
  return kind_ == PoolingKind::maximum ? "maxPooling2d" : "averagePooling2d";
}

double Pooling2d::flops_per_row() const noexcept {
  const double cells =
      double(std::min(pooling_.pool_h, pooling_.height)) * double(std::min(pooling_.pool_w, pooling_.width));
  return 3.0 * cells * static_cast<double>(output_shape().size());
}

template <class Work>
void Pooling2d::for_images(int batch, parallel::Pool* pool, Work work) const noexcept {
  assert(batch >= 1);
  const auto in = static_cast<std::size_t>(input_shape().size()),
             out = static_cast<std::size_t>(output_shape().size());
  constexpr double kGrainOperations = 65536.0;  // some 20 us: an operation here takes longer than one of gemm
  const auto grain = static_cast<std::size_t>(std::max(1.0, kGrainOperations / flops_per_row()));
  parallel::parallel_for(pool, static_cast<std::size_t>(batch), grain,
                         [&](std::size_t begin, std::size_t end) {
                           for (std::size_t image = begin; image < end; ++image)
                             work(image * in, image * out);
                         });
}

void Pooling2d::forward(const float* /*params*/, const float* x, float* y, int batch,
                        const Context& context) const noexcept {
  const auto pool_image = kind_ == PoolingKind::maximum ? kernels::max_pool : kernels::average_pool;
  for_images(batch, context.pool,
             [&](std::size_t in, std::size_t out) { pool_image(pooling_, x + in, y + out); });
}

void Pooling2d::backward(const float* /*params*/, const float* x, const float* y, float* d_y, float* d_x,
                         float* /*d_params*/, int batch, const Context& context) const noexcept {
  if (d_x == nullptr) return;
  for_images(batch, context.pool, [&](std::size_t in, std::size_t out) {
    if (kind_ == PoolingKind::maximum)
      kernels::max_pool_backward(pooling_, x + in, y + out, d_y + out, d_x + in);
    else
      kernels::average_pool_backward(pooling_, d_y + out, d_x + in);
  });
}

}  // namespace nw::layers
