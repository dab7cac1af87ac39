#pragma once

#include <cstddef>

#include "kernels/conv_window.hpp"

namespace nw::kernels {

/// An image in the middle of zeros, so that every window of a convolution lies inside.
///
/// Shapes   the image: [height, width, channels]; padded: [padded_height, padded_width, channels]. The
/// image's
///          place [y, x] is the padded one's [top + y * step_y, left + x * step_x].
struct PaddedImage {
  int height = 0, width = 0, channels = 0;
  int top = 0, left = 0;
  int step_y = 1, step_x = 1;
  int padded_height = 0, padded_width = 0;

  std::size_t row_floats() const noexcept {
    return static_cast<std::size_t>(padded_width) * static_cast<std::size_t>(channels);
  }
  std::size_t floats() const noexcept { return static_cast<std::size_t>(padded_height) * row_floats(); }
  /// The image is as large as the padded one: nothing needs to be copied.
  bool is_the_image() const noexcept { return padded_height == height && padded_width == width; }
};

/// What the windows of a convolution are read from.
PaddedImage padded_input(const ConvWindow& window) noexcept;

/// What the windows of the transposed convolution are read from: gradients of the output, as far apart as the
/// strides are.
PaddedImage padded_gradient(const ConvWindow& window, int filters) noexcept;

/// Copies an image into a padded one whose other numbers are 0 already.
///
/// Shapes   image, padded: as in PaddedImage.
/// Threads  pure.
/// Tests    tests/engine/kernels/conv2d.test.cpp
void pad_image(const PaddedImage& shape, const float* image, float* padded) noexcept;

}  // namespace nw::kernels
