#include "layers/conv2d.hpp"

#include <algorithm>
#include <cassert>
#include <new>
#include <utility>

#include "kernels/gemm.hpp"
#include "kernels/im2col.hpp"
#include "kernels/reductions.hpp"
#include "parallel/parallel_for.hpp"

namespace nw::layers {

using kernels::Activation;

namespace {

/// Numbers of the windows that are laid out at a time: 128 kB stay in the second-level cache.
constexpr std::size_t kTileFloats = 32768;

}  // namespace

core::Result<std::unique_ptr<Layer>> Conv2d::make(std::string name, const core::Shape& input_shape,
                                                  int filters, const ConvOptions& options,
                                                  Activation activation) {
  using core::Errc, core::Error;
  const auto window = fit_window(input_shape, options);
  if (!window) return window.error();
  const double kernel_floats =
      static_cast<double>(options.kernel_size[0]) * options.kernel_size[1] * window->channels * filters;
  const double output_floats = static_cast<double>(window->out_height) * window->out_width * filters;
  if (core::Status s = check_size("filters", filters, kernel_floats, output_floats); !s) return s.error();
  std::unique_ptr<Layer> made(new (std::nothrow)
                                  Conv2d(std::move(name), input_shape, *window, filters, activation));
  if (!made) return Error{Errc::out_of_memory, "layer", 0, sizeof(Conv2d)};
  return made;
}

Conv2d::Conv2d(std::string name, const core::Shape& input_shape, const kernels::ConvWindow& window,
               int filters, Activation activation)
    : Layer(std::move(name), input_shape, core::Shape{window.out_height, window.out_width, filters}),
      window_(window),
      activation_(activation),
      pointwise_(window.taps() == 1 && window.stride_y == 1 && window.stride_x == 1) {
  const int taps = window.kernel_height * window.kernel_width;
  const int fan_in = taps * window.channels, fan_out = taps * filters;
  add_parameter("kernel", {window.kernel_height, window.kernel_width, window.channels, filters}, fan_in,
                fan_out, Role::kernel);
  add_parameter("bias", {filters}, fan_in, fan_out, Role::bias);
}

double Conv2d::flops_per_row() const noexcept {
  return 6.0 * static_cast<double>(window_.places()) * static_cast<double>(kernel_floats());
}

std::size_t Conv2d::tile_places() const noexcept {
  // Whole tiles of gemm's four rows, and not less than one of them, however large the windows are.
  return std::max<std::size_t>(kTileFloats / window_.window_floats() / 4 * 4, 4);
}

ImageChunks Conv2d::chunks_of(int batch) const noexcept {
  const std::size_t piece = tile_places() * window_.window_floats() + kernel_floats();
  return ImageChunks(batch, piece, flops_per_row() / 3);
}

std::size_t Conv2d::columns_floats(int batch) const noexcept {
  if (pointwise_) return 0;
  return std::min(tile_places(), window_.places() * static_cast<std::size_t>(batch)) *
         window_.window_floats();
}

std::size_t Conv2d::scratch_floats(int batch) const noexcept {
  const std::size_t chunks = chunks_of(batch).most();
  const std::size_t gradients = chunks > 1 ? kernel_floats() + filters() : 0;
  return chunks * (columns_floats(batch) + gradients);
}

/// The windows of places [first, last) as rows; `columns` is where they are laid out, if they have to be.
const float* Conv2d::columns_of(const float* x, std::size_t first, std::size_t last,
                                float* columns) const noexcept {
  if (pointwise_) return x + first * window_.window_floats();
  kernels::im2col(window_, x, first, last, columns);
  return columns;
}

void Conv2d::forward(const float* params, const float* x, float* y, int batch,
                     const Context& context) const noexcept {
  assert(batch >= 1 && context.scratch.size() >= scratch_floats(batch));
  const ImageChunks chunks = chunks_of(batch);
  const std::size_t outs = filters(), window_floats = window_.window_floats(), places = window_.places();
  parallel::parallel_for(
      context.pool, static_cast<std::size_t>(batch), chunks.images(),
      [&](std::size_t begin, std::size_t end) {
        float* columns = context.scratch.data() + begin / chunks.images() * columns_floats(batch);
        for (std::size_t first = begin * places; first < end * places; first += tile_places()) {
          const std::size_t rows = std::min(tile_places(), end * places - first);
          kernels::Gemm product;
          product.m = static_cast<int>(rows);
          product.n = static_cast<int>(outs);
          product.k = static_cast<int>(window_floats);
          product.a = {columns_of(x, first, first + rows, columns), product.k, 1};
          product.b = params + parameters()[0].offset;
          product.b_stride = product.n;
          product.c = y + first * outs;
          product.c_stride = product.n;
          product.bias = params + parameters()[1].offset;
          product.epilogue = activation_.epilogue(context);
          kernels::gemm(product, context.pool);
        }
      });
  activation_.finish(y, static_cast<std::size_t>(batch) * places, outs, context);
}

/// Where one chunk's gradients go.
struct Conv2d::Gradients {
  float *kernel, *bias;
  float* d_x;  // of the whole batch, or nullptr
};

/// Gradients of images [begin, end).
void Conv2d::backward_images(const float* kernel, const float* x, const float* d_z, std::size_t begin,
                             std::size_t end, float* columns, const Gradients& gradients,
                             parallel::Pool* pool) const noexcept {
  const std::size_t outs = filters(), window_floats = window_.window_floats(), places = window_.places();
  const std::size_t image = window_.image_floats();
  kernels::column_sums({d_z + begin * places * outs, (end - begin) * places * outs}, {gradients.bias, outs});
  if (gradients.d_x != nullptr && !pointwise_)
    std::fill(gradients.d_x + begin * image, gradients.d_x + end * image, 0.0f);

  for (std::size_t first = begin * places; first < end * places; first += tile_places()) {
    const std::size_t rows = std::min(tile_places(), end * places - first);
    kernels::Gemm d_kernel;  // d_W = columnsT d_z, summed over the tiles
    d_kernel.m = static_cast<int>(window_floats);
    d_kernel.n = static_cast<int>(outs);
    d_kernel.k = static_cast<int>(rows);
    d_kernel.a = {columns_of(x, first, first + rows, columns), 1, d_kernel.m};
    d_kernel.b = d_z + first * outs;
    d_kernel.b_stride = d_kernel.n;
    d_kernel.c = gradients.kernel;
    d_kernel.c_stride = d_kernel.n;
    d_kernel.accumulate = first != begin * places;
    kernels::gemm(d_kernel, pool);

    if (gradients.d_x == nullptr) continue;
    kernels::Gemm d_columns;  // d_columns = d_z WT, in the place of the columns
    d_columns.m = static_cast<int>(rows);
    d_columns.n = static_cast<int>(window_floats);
    d_columns.k = static_cast<int>(outs);
    d_columns.a = {d_z + first * outs, d_columns.k, 1};
    d_columns.b = kernel;
    d_columns.b_stride = d_columns.k;
    d_columns.c = pointwise_ ? gradients.d_x + first * window_floats : columns;
    d_columns.c_stride = d_columns.n;
    kernels::gemm_nt(d_columns, pool);
    if (!pointwise_) kernels::col2im(window_, columns, first, first + rows, gradients.d_x);
  }
}

void Conv2d::backward(const float* params, const float* x, const float* y, float* d_y, float* d_x,
                      float* d_params, int batch, const Context& context) const noexcept {
  assert(batch >= 1 && context.scratch.size() >= scratch_floats(batch));
  const ImageChunks chunks = chunks_of(batch);
  float* const d_kernel = d_params + parameters()[0].offset;
  float* const d_bias = d_params + parameters()[1].offset;
  const bool in_parts = chunks.count() > 1;  // each chunk sums apart, and the sums are added in order
  float* const kernel_parts = context.scratch.data() + chunks.count() * columns_floats(batch);
  float* const bias_parts = kernel_parts + chunks.count() * kernel_floats();

  activation_.backward(y, d_y, static_cast<std::size_t>(batch) * window_.places(), filters(), context);
  parallel::parallel_for(
      context.pool, static_cast<std::size_t>(batch), chunks.images(),
      [&](std::size_t begin, std::size_t end) {
        const std::size_t chunk = begin / chunks.images();
        const Gradients gradients = {in_parts ? kernel_parts + chunk * kernel_floats() : d_kernel,
                                     in_parts ? bias_parts + chunk * filters() : d_bias, d_x};
        backward_images(params + parameters()[0].offset, x, d_y, begin, end,
                        context.scratch.data() + chunk * columns_floats(batch), gradients, context.pool);
      });
  if (!in_parts) return;
  kernels::column_sums({kernel_parts, chunks.count() * kernel_floats()}, {d_kernel, kernel_floats()});
  kernels::column_sums({bias_parts, chunks.count() * filters()}, {d_bias, filters()});
}

}  // namespace nw::layers
