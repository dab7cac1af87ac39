#pragma once

#include <cstddef>

namespace nw::kernels {

/// Where the windows of a convolution lie on an image, in plain numbers that fit together
/// (layers/conv_shape.hpp makes them).
///
/// The window of output place [oy, ox] meets the image at row oy * stride_y - pad_top + ky * dilation_y for
/// ky in 0 ... kernel_height - 1, and at columns likewise; what lies outside of the image is 0.
///
/// Shapes   an image: [height, width, channels]; its places: [out_height, out_width].
struct ConvWindow {
  int height = 0, width = 0, channels = 0;  // of an image
  int kernel_height = 1, kernel_width = 1;
  int stride_y = 1, stride_x = 1;
  int dilation_y = 1, dilation_x = 1;
  int pad_top = 0, pad_left = 0;  // below and to the right there is as much as the windows need
  int out_height = 0, out_width = 0;

  std::size_t image_floats() const noexcept { return size(height) * size(width) * size(channels); }
  std::size_t places() const noexcept { return size(out_height) * size(out_width); }
  std::size_t taps() const noexcept { return size(kernel_height) * size(kernel_width); }
  /// Numbers in a window.
  std::size_t window_floats() const noexcept { return taps() * size(channels); }

 private:
  static std::size_t size(int number) noexcept { return static_cast<std::size_t>(number); }
};

}  // namespace nw::kernels
