#include "layers/conv2d.hpp"

#include <algorithm>
#include <cassert>
#include <new>
#include <utility>

#include "kernels/conv2d.hpp"
#include "kernels/reductions.hpp"
#include "parallel/parallel_for.hpp"

namespace nw::layers {

using kernels::Activation;

namespace {

/// A convolution of single places reads an image as one row: fewer and longer rows.
kernels::ConvWindow in_few_rows(kernels::ConvWindow window) noexcept {
  if (window.taps() > 1 || window.stride_y > 1 || window.stride_x > 1) return window;
  window.width = window.out_width = window.height * window.width;
  window.height = window.out_height = 1;
  return window;
}

/// What a chunk needs to pad one image: nothing where there is nothing to pad.
std::size_t padded_floats(const kernels::PaddedImage& shape) noexcept {
  return shape.is_the_image() ? 0 : shape.floats();
}

/// The same where it may be more than 32 bits can count: a wide dilation reaches far beyond a small image.
double double_floats(const kernels::PaddedImage& shape) noexcept {
  if (shape.is_the_image()) return 0;
  return static_cast<double>(shape.padded_height) * shape.padded_width * shape.channels;
}

const float* padded_image(const kernels::PaddedImage& shape, const float* image, float* padded) noexcept {
  if (shape.is_the_image()) return image;
  kernels::pad_image(shape, image, padded);
  return padded;
}

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
  const double padded = double_floats(kernels::padded_input(*window)) +
                        double_floats(kernels::padded_gradient(*window, filters));
  if (core::Status s = check_size("kernelSize", filters, padded, 0); !s) return s.error();
  std::unique_ptr<Layer> made(new (std::nothrow)
                                  Conv2d(std::move(name), input_shape, *window, filters, activation));
  if (!made) return Error{Errc::out_of_memory, "layer", 0, sizeof(Conv2d)};
  return made;
}

Conv2d::Conv2d(std::string name, const core::Shape& input_shape, const kernels::ConvWindow& window,
               int filters, Activation activation)
    : Layer(std::move(name), input_shape, core::Shape{window.out_height, window.out_width, filters}),
      window_(in_few_rows(window)),
      activation_(activation),
      input_(kernels::padded_input(window_)),
      gradient_(kernels::padded_gradient(window_, filters)) {
  const int taps = window.kernel_height * window.kernel_width;
  const int fan_in = taps * window.channels, fan_out = taps * filters;
  add_parameter("kernel", {window.kernel_height, window.kernel_width, window.channels, filters}, fan_in,
                fan_out, Role::kernel);
  add_parameter("bias", {filters}, fan_in, fan_out, Role::bias);
}

double Conv2d::flops_per_row() const noexcept {
  return 6.0 * static_cast<double>(window_.places()) * static_cast<double>(kernel_floats());
}

ImageChunks Conv2d::chunks_of(int batch) const noexcept {
  return ImageChunks(batch, padded_floats(input_) + padded_floats(gradient_) + kernel_floats(),
                     flops_per_row() / 3);
}

std::size_t Conv2d::packed_floats() const noexcept {
  const std::size_t channels = static_cast<std::size_t>(window_.channels);
  return std::max(kernels::packed_kernel_floats(window_.window_floats(), filters()),
                  kernels::packed_kernel_floats(window_.taps() * filters(), channels));
}

/// Scratch: the packed kernel; then for each chunk its padded image and gradient; then, where there are
/// several, for each its part of the kernel's gradient, and of the bias's.
std::size_t Conv2d::scratch_floats(int batch) const noexcept {
  const std::size_t chunks = chunks_of(batch).most();
  const std::size_t gradients = chunks > 1 ? kernel_floats() + filters() : 0;
  return packed_floats() + chunks * (padded_floats(input_) + padded_floats(gradient_) + gradients);
}

void Conv2d::forward(const float* params, const float* x, float* y, int batch,
                     const Context& context) const noexcept {
  assert(batch >= 1 && context.scratch.size() >= scratch_floats(batch));
  const ImageChunks chunks = chunks_of(batch);
  const std::size_t outs = filters(), places = window_.places(), image = window_.image_floats();
  float* const packed = context.scratch.data();
  kernels::pack_kernel(params + parameters()[0].offset, window_.window_floats(), outs, packed);
  const auto epilogue = activation_.epilogue(context);
  parallel::parallel_for(context.pool, static_cast<std::size_t>(batch), chunks.images(),
                         [&](std::size_t begin, std::size_t end) {
                           float* padded =
                               packed + packed_floats() + begin / chunks.images() * padded_floats(input_);
                           std::fill_n(padded, padded_floats(input_), 0.0f);
                           for (std::size_t at = begin; at < end; ++at) {
                             float* const y_image = y + at * places * outs;
                             kernels::convolve(window_, padded_image(input_, x + at * image, padded), packed,
                                               params + parameters()[1].offset, outs, y_image);
                             if (epilogue != nullptr)
                               epilogue(y_image, places, outs, static_cast<std::ptrdiff_t>(outs));
                           }
                         });
  activation_.finish(y, static_cast<std::size_t>(batch) * places, outs, context);
}

void Conv2d::backward(const float* params, const float* x, const float* y, float* d_y, float* d_x,
                      float* d_params, int batch, const Context& context) const noexcept {
  assert(batch >= 1 && context.scratch.size() >= scratch_floats(batch));
  const ImageChunks chunks = chunks_of(batch);
  const std::size_t outs = filters(), image = window_.image_floats(), y_image = window_.places() * outs;
  const std::size_t piece = padded_floats(input_) + padded_floats(gradient_);
  float* const packed = context.scratch.data();
  float* const kernel_parts = packed + packed_floats() + chunks.count() * piece;
  float* const bias_parts = kernel_parts + chunks.count() * kernel_floats();
  float* const d_kernel = d_params + parameters()[0].offset;
  float* const d_bias = d_params + parameters()[1].offset;
  const bool in_parts = chunks.count() > 1;  // each chunk sums apart, and the sums are added in order

  activation_.backward(y, d_y, static_cast<std::size_t>(batch) * window_.places(), outs, context);
  if (d_x != nullptr) kernels::pack_kernel_transposed(window_, params + parameters()[0].offset, outs, packed);
  parallel::parallel_for(context.pool, static_cast<std::size_t>(batch), chunks.images(),
                         [&](std::size_t begin, std::size_t end) {
                           const std::size_t chunk = begin / chunks.images();
                           float* const padded_x = packed + packed_floats() + chunk * piece;
                           float* const padded_d = padded_x + padded_floats(input_);
                           float* const kernel_sum =
                               in_parts ? kernel_parts + chunk * kernel_floats() : d_kernel;
                           std::fill_n(padded_x, piece, 0.0f);
                           kernels::column_sums({d_y + begin * y_image, (end - begin) * y_image},
                                                {in_parts ? bias_parts + chunk * outs : d_bias, outs});
                           for (std::size_t at = begin; at < end; ++at) {
                             const float* d_z = d_y + at * y_image;
                             kernels::kernel_gradient(window_, padded_image(input_, x + at * image, padded_x),
                                                      d_z, outs, at > begin, kernel_sum);
                             if (d_x == nullptr) continue;
                             kernels::convolve_transposed(window_, padded_image(gradient_, d_z, padded_d),
                                                          packed, outs, d_x + at * image);
                           }
                         });
  if (!in_parts) return;
  kernels::column_sums({kernel_parts, chunks.count() * kernel_floats()}, {d_kernel, kernel_floats()});
  kernels::column_sums({bias_parts, chunks.count() * outs}, {d_bias, outs});
}

}  // namespace nw::layers
