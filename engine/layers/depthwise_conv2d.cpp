#include "layers/depthwise_conv2d.hpp"

#include <algorithm>
#include <cassert>
#include <new>
#include <utility>

#include "kernels/depthwise_conv2d.hpp"
#include "kernels/reductions.hpp"
#include "parallel/parallel_for.hpp"

namespace nw::layers {

using kernels::Activation;

core::Result<std::unique_ptr<Layer>> DepthwiseConv2d::make(std::string name, const core::Shape& input_shape,
                                                           int multiplier, const ConvOptions& options,
                                                           Activation activation) {
  using core::Errc, core::Error;
  auto window = fit_window(input_shape, options);
  if (!window) return window.error();
  const double channels = static_cast<double>(window->channels) * multiplier;
  const double kernel_floats = options.kernel_size[0] * channels * options.kernel_size[1];
  const double output_floats = static_cast<double>(window->out_height) * window->out_width * channels;
  const double repeated_floats = static_cast<double>(input_shape.size()) * multiplier;
  const double image_floats = std::max(output_floats, 2.0 * repeated_floats);  // the image and its gradient
  if (core::Status s = check_size("depthMultiplier", multiplier, kernel_floats, image_floats); !s)
    return s.error();
  // The window repeats the channels, so that every kernel has one of its own.
  window->channels *= multiplier;
  std::unique_ptr<Layer> made(
      new (std::nothrow) DepthwiseConv2d(std::move(name), input_shape, *window, multiplier, activation));
  if (!made) return Error{Errc::out_of_memory, "layer", 0, sizeof(DepthwiseConv2d)};
  return made;
}

DepthwiseConv2d::DepthwiseConv2d(std::string name, const core::Shape& input_shape,
                                 const kernels::ConvWindow& window, int multiplier, Activation activation)
    : Layer(std::move(name), input_shape, core::Shape{window.out_height, window.out_width, window.channels}),
      window_(window),
      multiplier_(static_cast<std::size_t>(multiplier)),
      activation_(activation) {
  const int taps = window.kernel_height * window.kernel_width;
  const int fan_in = taps * input_shape[2], fan_out = taps * multiplier;
  add_parameter("kernel", {window.kernel_height, window.kernel_width, input_shape[2], multiplier}, fan_in,
                fan_out, Role::kernel);
  add_parameter("bias", {window.channels}, fan_in, fan_out, Role::bias);
}

double DepthwiseConv2d::flops_per_row() const noexcept {
  return 6.0 * static_cast<double>(window_.places()) * static_cast<double>(window_.window_floats());
}

ImageChunks DepthwiseConv2d::chunks_of(int batch) const noexcept {
  return ImageChunks(batch, 2 * repeated_floats() + window_.window_floats(), flops_per_row() / 3);
}

std::size_t DepthwiseConv2d::scratch_floats(int batch) const noexcept {
  const std::size_t chunks = chunks_of(batch).most();
  const std::size_t gradients = chunks > 1 ? window_.window_floats() + channels() : 0;
  return chunks * (2 * repeated_floats() + gradients);
}

void DepthwiseConv2d::forward(const float* params, const float* x, float* y, int batch,
                              const Context& context) const noexcept {
  assert(batch >= 1 && context.scratch.size() >= scratch_floats(batch));
  const ImageChunks chunks = chunks_of(batch);
  const std::size_t image_outs = window_.places() * channels();
  parallel::parallel_for(context.pool, static_cast<std::size_t>(batch), chunks.images(),
                         [&](std::size_t begin, std::size_t end) {
                           float* repeated =
                               context.scratch.data() + begin / chunks.images() * repeated_floats();
                           for (std::size_t image = begin; image < end; ++image) {
                             const float* in = x + image * input_floats();
                             float* out = y + image * image_outs;
                             if (multiplier_ > 1) {
                               kernels::repeat_each(in, input_floats(), multiplier_, repeated);
                               in = repeated;
                             }
                             kernels::depthwise_conv2d(window_, in, params + parameters()[0].offset,
                                                       params + parameters()[1].offset, out);
                           }
                         });
  activation_.apply(y, static_cast<std::size_t>(batch) * window_.places(), channels(), context);
}

void DepthwiseConv2d::backward(const float* params, const float* x, const float* y, float* d_y, float* d_x,
                               float* d_params, int batch, const Context& context) const noexcept {
  assert(batch >= 1 && context.scratch.size() >= scratch_floats(batch));
  const ImageChunks chunks = chunks_of(batch);
  const std::size_t kernel_floats = window_.window_floats(), image_outs = window_.places() * channels();
  float* const own_kernel = d_params + parameters()[0].offset;
  float* const own_bias = d_params + parameters()[1].offset;
  const bool in_parts = chunks.count() > 1;  // each chunk sums apart, and the sums are added in order
  float* const kernel_parts = context.scratch.data() + chunks.count() * 2 * repeated_floats();
  float* const bias_parts = kernel_parts + chunks.count() * kernel_floats;

  activation_.backward(y, d_y, static_cast<std::size_t>(batch) * window_.places(), channels(), context);
  parallel::parallel_for(
      context.pool, static_cast<std::size_t>(batch), chunks.images(),
      [&](std::size_t begin, std::size_t end) {
        const std::size_t chunk = begin / chunks.images(), outs = (end - begin) * image_outs;
        float* const repeated = context.scratch.data() + chunk * 2 * repeated_floats();
        float* const d_repeated = repeated + repeated_floats();
        float* const d_kernel = in_parts ? kernel_parts + chunk * kernel_floats : own_kernel;
        float* const d_bias = in_parts ? bias_parts + chunk * channels() : own_bias;
        const float* const d_z = d_y + begin * image_outs;
        kernels::column_sums({d_z, outs}, {d_bias, channels()});
        std::fill_n(d_kernel, kernel_floats, 0.0f);

        for (std::size_t image = begin; image < end; ++image) {
          const float* in = x + image * input_floats();
          float* d_in = d_x != nullptr ? d_x + image * input_floats() : nullptr;
          float* d_image = d_in;
          if (multiplier_ > 1) {
            kernels::repeat_each(in, input_floats(), multiplier_, repeated);
            in = repeated;
            if (d_in != nullptr) d_image = d_repeated;
          }
          if (d_image != nullptr) std::fill_n(d_image, window_.image_floats(), 0.0f);
          kernels::depthwise_conv2d_backward(window_, in, params + parameters()[0].offset,
                                             d_y + image * image_outs, d_kernel, d_image);
          if (d_image != d_in) kernels::sum_groups(d_image, input_floats(), multiplier_, d_in);
        }
      });
  if (!in_parts) return;
  kernels::column_sums({kernel_parts, chunks.count() * kernel_floats}, {own_kernel, kernel_floats});
  kernels::column_sums({bias_parts, chunks.count() * channels()}, {own_bias, channels()});
}

}  // namespace nw::layers
