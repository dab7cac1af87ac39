#include "layers/locally_connected2d.hpp"

#include <algorithm>
#include <cassert>
#include <new>
#include <utility>

#include "kernels/reductions.hpp"
#include "parallel/parallel_for.hpp"

namespace nw::layers {

using kernels::Activation;

namespace {

/// Operations that are worth waking a thread for.
constexpr double kPlaceChunkFlops = 0.25e6;

std::size_t items_a_chunk(double flops_per_item) noexcept {
  return static_cast<std::size_t>(kPlaceChunkFlops / std::max(flops_per_item, 1.0)) + 1;
}

}  // namespace

core::Result<std::unique_ptr<Layer>> LocallyConnected2d::make(std::string name,
                                                              const core::Shape& input_shape, int filters,
                                                              const ConvOptions& options,
                                                              Activation activation) {
  using core::Errc, core::Error;
  if (options.same) return Error{Errc::bad_option, "padding", 0, 0};
  for (const int rate : options.dilation_rate) {
    if (rate != 1) return Error{Errc::bad_value, "dilationRate", 1, static_cast<double>(rate)};
  }
  const auto window = fit_window(input_shape, options);
  if (!window) return window.error();
  const double output_floats = static_cast<double>(window->out_height) * window->out_width * filters;
  const double kernel_floats =
      output_floats * options.kernel_size[0] * options.kernel_size[1] * window->channels;
  if (core::Status s = check_size("filters", filters, kernel_floats, output_floats); !s) return s.error();
  std::unique_ptr<Layer> made(
      new (std::nothrow) LocallyConnected2d(std::move(name), input_shape, *window, filters, activation));
  if (!made) return Error{Errc::out_of_memory, "layer", 0, sizeof(LocallyConnected2d)};
  return made;
}

LocallyConnected2d::LocallyConnected2d(std::string name, const core::Shape& input_shape,
                                       const kernels::ConvWindow& window, int filters, Activation activation)
    : Layer(std::move(name), input_shape, core::Shape{window.out_height, window.out_width, filters}),
      window_(window),
      activation_(activation) {
  const int taps = window.kernel_height * window.kernel_width;
  const int fan_in = taps * window.channels, fan_out = taps * filters;
  add_parameter("kernel", {window.out_height * window.out_width, fan_in, filters}, fan_in, fan_out,
                Role::kernel);
  add_parameter("bias", output_shape(), fan_in, fan_out, Role::bias);
}

double LocallyConnected2d::flops_per_row() const noexcept {
  return 6.0 * static_cast<double>(parameters()[0].shape.size());
}

/// Where a row of a place's window begins, in an image and in the kernel.
std::size_t LocallyConnected2d::input_at(std::size_t place, int row) const noexcept {
  const auto size = [](int number) { return static_cast<std::size_t>(number); };
  const std::size_t y = place / size(window_.out_width) * size(window_.stride_y) + size(row);
  const std::size_t x = place % size(window_.out_width) * size(window_.stride_x);
  return (y * size(window_.width) + x) * size(window_.channels);
}

std::size_t LocallyConnected2d::kernel_at(std::size_t place, int row) const noexcept {
  return (place * window_.window_floats() + static_cast<std::size_t>(row) * row_floats()) * filters();
}

std::size_t LocallyConnected2d::places_a_chunk(int batch) const noexcept {
  return items_a_chunk(flops_per_row() / 3 / static_cast<double>(window_.places()) * batch);
}

// At one place the layer is a dense one over the batch, and what it reads of each image is the rows of the
// window: so a product for each of these, adding up. All of them are small; the pool has the places.
void LocallyConnected2d::forward(const float* params, const float* x, float* y, int batch,
                                 const Context& context) const noexcept {
  assert(batch >= 1);
  const float* kernel = params + parameters()[0].offset;
  const std::size_t image_outs = window_.places() * filters();
  parallel::parallel_for(
      context.pool, window_.places(), places_a_chunk(batch), [&](std::size_t begin, std::size_t end) {
        for (std::size_t place = begin; place < end; ++place) {
          kernels::Gemm product;
          product.m = batch;
          product.n = static_cast<int>(filters());
          product.k = static_cast<int>(row_floats());
          product.b_stride = product.n;
          product.c = y + place * filters();
          product.c_stride = static_cast<std::ptrdiff_t>(image_outs);
          product.bias = params + parameters()[1].offset + place * filters();
          for (int row = 0; row < window_.kernel_height; ++row) {
            product.a = {x + input_at(place, row), static_cast<std::ptrdiff_t>(window_.image_floats()), 1};
            product.b = kernel + kernel_at(place, row);
            kernels::gemm(product, nullptr);
            product.bias = nullptr;
            product.accumulate = true;
          }
        }
      });
  activation_.apply(y, static_cast<std::size_t>(batch) * window_.places(), filters(), context);
}

/// Of one place's part of the kernel, over the whole batch.
void LocallyConnected2d::kernel_gradient(const float* x, const float* d_z, float* d_kernel, std::size_t place,
                                         int batch) const noexcept {
  kernels::Gemm product;  // d_W = xT d_z
  product.m = static_cast<int>(row_floats());
  product.n = static_cast<int>(filters());
  product.k = batch;
  product.b = d_z + place * filters();
  product.b_stride = static_cast<std::ptrdiff_t>(window_.places() * filters());
  product.c_stride = product.n;
  for (int row = 0; row < window_.kernel_height; ++row) {
    product.a = {x + input_at(place, row), 1, static_cast<std::ptrdiff_t>(window_.image_floats())};
    product.c = d_kernel + kernel_at(place, row);
    kernels::gemm(product, nullptr);
  }
}

/// Of images [begin, end), place after place.
void LocallyConnected2d::input_gradient(const float* kernel, const float* d_z, float* d_x, std::size_t begin,
                                        std::size_t end) const noexcept {
  const std::size_t image = window_.image_floats(), image_outs = window_.places() * filters();
  std::fill(d_x + begin * image, d_x + end * image, 0.0f);
  kernels::Gemm product;  // d_x += d_z WT
  product.m = static_cast<int>(end - begin);
  product.n = static_cast<int>(row_floats());
  product.k = static_cast<int>(filters());
  product.b_stride = product.k;
  product.c_stride = static_cast<std::ptrdiff_t>(image);
  product.accumulate = true;
  for (std::size_t place = 0; place < window_.places(); ++place) {
    product.a = {d_z + begin * image_outs + place * filters(), static_cast<std::ptrdiff_t>(image_outs), 1};
    for (int row = 0; row < window_.kernel_height; ++row) {
      product.b = kernel + kernel_at(place, row);
      product.c = d_x + begin * image + input_at(place, row);
      kernels::gemm_nt(product, nullptr);
    }
  }
}

void LocallyConnected2d::backward(const float* params, const float* x, const float* y, float* d_y, float* d_x,
                                  float* d_params, int batch, const Context& context) const noexcept {
  assert(batch >= 1);
  const auto images = static_cast<std::size_t>(batch);
  const std::size_t image_outs = window_.places() * filters();
  activation_.backward(y, d_y, images * window_.places(), filters(), context);
  if (d_x != nullptr) {
    parallel::parallel_for(context.pool, images, items_a_chunk(flops_per_row() / 3),
                           [&](std::size_t begin, std::size_t end) {
                             input_gradient(params + parameters()[0].offset, d_y, d_x, begin, end);
                           });
  }
  parallel::parallel_for(context.pool, window_.places(), places_a_chunk(batch),
                         [&](std::size_t begin, std::size_t end) {
                           for (std::size_t place = begin; place < end; ++place)
                             kernel_gradient(x, d_y, d_params + parameters()[0].offset, place, batch);
                         });
  kernels::column_sums({d_y, images * image_outs}, {d_params + parameters()[1].offset, image_outs});
}

}  // namespace nw::layers
