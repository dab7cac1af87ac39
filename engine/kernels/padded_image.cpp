#include "kernels/padded_image.hpp"

#include <algorithm>

namespace nw::kernels {

PaddedImage padded_input(const ConvWindow& w) noexcept {
  PaddedImage padded;
  padded.height = w.height;
  padded.width = w.width;
  padded.channels = w.channels;
  padded.top = w.pad_top;
  padded.left = w.pad_left;
  const int needed_y = (w.out_height - 1) * w.stride_y + (w.kernel_height - 1) * w.dilation_y + 1;
  const int needed_x = (w.out_width - 1) * w.stride_x + (w.kernel_width - 1) * w.dilation_x + 1;
  padded.padded_height = std::max(w.pad_top + w.height, needed_y);
  padded.padded_width = std::max(w.pad_left + w.width, needed_x);
  return padded;
}

PaddedImage padded_gradient(const ConvWindow& w, int filters) noexcept {
  PaddedImage padded;
  padded.height = w.out_height;
  padded.width = w.out_width;
  padded.channels = filters;
  const int rows = (w.kernel_height - 1) * w.dilation_y, cols = (w.kernel_width - 1) * w.dilation_x;
  padded.top = rows - w.pad_top;
  padded.left = cols - w.pad_left;
  padded.step_y = w.stride_y;
  padded.step_x = w.stride_x;
  padded.padded_height = std::max(w.height + rows, padded.top + (w.out_height - 1) * w.stride_y + 1);
  padded.padded_width = std::max(w.width + cols, padded.left + (w.out_width - 1) * w.stride_x + 1);
  return padded;
}

void pad_image(const PaddedImage& p, const float* image, float* padded) noexcept {
  const auto channels = static_cast<std::size_t>(p.channels);
  const std::size_t row = static_cast<std::size_t>(p.width) * channels;
  float* to =
      padded + static_cast<std::size_t>(p.top) * p.row_floats() + static_cast<std::size_t>(p.left) * channels;
  for (int y = 0; y < p.height;
       ++y, image += row, to += static_cast<std::size_t>(p.step_y) * p.row_floats()) {
    if (p.step_x == 1) {
      std::copy(image, image + row, to);
      continue;
    }
    const std::size_t step = static_cast<std::size_t>(p.step_x) * channels;
    for (std::size_t x = 0; x < static_cast<std::size_t>(p.width); ++x)
      std::copy(image + x * channels, image + (x + 1) * channels, to + x * step);
  }
}

}  // namespace nw::kernels
