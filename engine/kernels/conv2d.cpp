#include "kernels/conv2d.hpp"

#include <algorithm>

#include "kernels/gemm_panel.hpp"

namespace nw::kernels {
namespace {

std::size_t size(int number) noexcept { return static_cast<std::size_t>(number); }

/// Calls work(col, cols) for each panel's columns.
template <class Work>
void for_panels(std::size_t cols, Work work) noexcept {
  for (std::size_t col = 0; col < cols; col += kPanelCols) work(col, std::min(kPanelCols, cols - col));
}

}  // namespace

void pack_kernel(const float* kernel, std::size_t window_floats, std::size_t filters,
                 float* packed) noexcept {
  const auto stride = static_cast<std::ptrdiff_t>(filters);
  for_panels(filters, [&](std::size_t col, std::size_t cols) {
    const auto row = static_cast<std::size_t>(pack_panel(kernel + col, stride, cols, window_floats, packed));
    packed += row * window_floats;
  });
}

void pack_kernel_transposed(const ConvWindow& window, const float* kernel, std::size_t filters,
                            float* packed) noexcept {
  const std::size_t channels = size(window.channels);
  const auto stride = static_cast<std::ptrdiff_t>(filters);
  for_panels(channels, [&](std::size_t col, std::size_t cols) {
    for (std::size_t tap = window.taps(); tap-- > 0;) {
      const float* from = kernel + (tap * channels + col) * filters;
      packed +=
          static_cast<std::size_t>(pack_panel_transposed(from, stride, cols, filters, packed)) * filters;
    }
  });
}

void convolve(const ConvWindow& w, const float* x, const float* packed, const float* bias,
              std::size_t filters, float* y) noexcept {
  const PaddedImage image = padded_input(w);
  const auto row_floats = static_cast<std::ptrdiff_t>(image.row_floats());
  GemmPanel panel = {};
  panel.a_row_stride = std::ptrdiff_t{w.stride_x} * w.channels;
  panel.a_k_stride = 1;
  panel.c_stride = static_cast<std::ptrdiff_t>(filters);
  panel.rows = size(w.out_width);
  // A window's row is one piece; with dilation every tap is, and the rows add up.
  const bool in_pieces = w.dilation_x > 1;
  const int passes = in_pieces ? w.kernel_height : 1;
  panel.k = panel.k_whole = size(w.channels) * (in_pieces ? 1 : size(w.kernel_width));
  panel.segments = size(in_pieces ? w.kernel_width : w.kernel_height);
  panel.a_segment_stride = in_pieces ? std::ptrdiff_t{w.dilation_x} * w.channels : w.dilation_y * row_floats;
  panel.k_whole *= panel.segments;
  for_panels(filters, [&](std::size_t col, std::size_t cols) {
    panel.cols = cols;
    panel.b_stride = panel_stride(cols);
    for (int row = 0; row < w.out_height; ++row) {
      panel.c = y + size(row) * size(w.out_width) * filters + col;
      panel.start = bias == nullptr ? nullptr : bias + col;
      panel.start_stride = 0;
      panel.a = x + row * w.stride_y * row_floats;
      panel.b = packed;
      for (int pass = 0; pass < passes; ++pass) {
        gemm_panel(panel);
        panel.start = panel.c;
        panel.start_stride = panel.c_stride;
        panel.a += w.dilation_y * row_floats;
        panel.b += static_cast<std::ptrdiff_t>(panel.k_whole) * panel.b_stride;
      }
    }
    packed += w.window_floats() * static_cast<std::size_t>(panel.b_stride);
  });
}

void convolve_transposed(const ConvWindow& w, const float* d_z, const float* packed, std::size_t filters,
                         float* d_x) noexcept {
  ConvWindow transposed = w;
  const PaddedImage gradient = padded_gradient(w, static_cast<int>(filters));
  transposed.height = gradient.padded_height;
  transposed.width = gradient.padded_width;
  transposed.channels = gradient.channels;
  transposed.stride_y = transposed.stride_x = 1;
  transposed.pad_top = transposed.pad_left = 0;
  transposed.out_height = w.height;
  transposed.out_width = w.width;
  convolve(transposed, d_z, packed, nullptr, size(w.channels), d_x);
}

void kernel_gradient(const ConvWindow& w, const float* x, const float* d_z, std::size_t filters,
                     bool accumulate, float* d_kernel) noexcept {
  const PaddedImage image = padded_input(w);
  const auto row_floats = static_cast<std::ptrdiff_t>(image.row_floats());
  const bool in_pieces = w.dilation_x > 1;
  const int pieces = in_pieces ? w.kernel_width : 1;
  GemmPanel panel = {};
  panel.a_row_stride = 1;
  panel.a_k_stride = std::ptrdiff_t{w.stride_x} * w.channels;
  panel.a_segment_stride = w.stride_y * row_floats;
  panel.c_stride = panel.start_stride = panel.b_stride = static_cast<std::ptrdiff_t>(filters);
  panel.rows = size(w.channels) * (in_pieces ? 1 : size(w.kernel_width));
  panel.k = size(w.out_width);
  panel.segments = size(w.out_height);
  for (int ky = 0; ky < w.kernel_height; ++ky) {
    for (int piece = 0; piece < pieces; ++piece, d_kernel += panel.rows * filters) {
      panel.a = x + ky * w.dilation_y * row_floats + std::ptrdiff_t{piece} * w.dilation_x * w.channels;
      for_panels(filters, [&](std::size_t col, std::size_t cols) {
        panel.cols = cols;
        panel.b = d_z + col;
        panel.k_whole = whole_steps(w.places(), filters, filters, col, cols);
        panel.c = d_kernel + col;
        panel.start = accumulate ? panel.c : nullptr;
        gemm_panel(panel);
      });
    }
  }
}

}  // namespace nw::kernels
