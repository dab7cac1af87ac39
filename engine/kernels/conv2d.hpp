#pragma once

#include <cstddef>

#include "kernels/conv_window.hpp"
#include "kernels/padded_image.hpp"

namespace nw::kernels {

// A convolution without a copy of its windows: in a padded image those of a row of places lie as far apart as
// the strides say, and what a window has of one image row lies in one piece. So gemm's panels can read them
// where they are, a matrix whose rows overlap.

/// How many floats a kernel takes in panels: gemm's B, whole vectors wide.
constexpr std::size_t packed_kernel_floats(std::size_t window_floats, std::size_t filters) noexcept {
  return window_floats * ((filters + 3) / 4 * 4);
}

/// Shapes   kernel: [window_floats, filters]; packed: packed_kernel_floats(window_floats, filters).
void pack_kernel(const float* kernel, std::size_t window_floats, std::size_t filters, float* packed) noexcept;

/// The kernel of the transposed convolution: taps from last to first, filters and channels exchanged.
///
/// Shapes   kernel: [taps, channels, filters]; packed: packed_kernel_floats(taps * filters, channels).
void pack_kernel_transposed(const ConvWindow& window, const float* kernel, std::size_t filters,
                            float* packed) noexcept;

/// y[p, o] = start + sum over taps t and channels c of x[t of p, c] W[t, c, o], for one image.
///
/// An element of y is one sum, taken in the order of the kernel from `start` on: the bits of im2col and gemm.
///
/// Shapes   x: padded_input(window), of that many floats; packed: of pack_kernel; bias: [filters], or nullptr
///          for 0; y: [out_height, out_width, filters].
/// Cost     2 * places * window * filters operations.
/// Threads  pure.
/// Source   Zhang, Franchetti, Low, High performance zero-memory overhead direct convolutions (2018).
/// Tests    tests/engine/kernels/conv2d.test.cpp
void convolve(const ConvWindow& window, const float* x, const float* packed, const float* bias,
              std::size_t filters, float* y) noexcept;

/// d_x = the transposed convolution of d_z, for one image.
///
/// Shapes   d_z: padded_gradient(window, filters); packed: of pack_kernel_transposed; d_x: [height, width,
///          channels].
/// Cost     2 * height * width * window * filters operations, whatever the strides are.
/// Otherwise as convolve.
void convolve_transposed(const ConvWindow& window, const float* d_z, const float* packed, std::size_t filters,
                         float* d_x) noexcept;

/// d_W[t, c, o] = start + sum over places p of x[t of p, c] d_z[p, o], for one image; start is what d_kernel
/// holds (`accumulate`), or 0.
///
/// Shapes   x: padded_input(window); d_z: [out_height, out_width, filters]; d_kernel: [window_floats,
/// filters]. Otherwise as convolve.
void kernel_gradient(const ConvWindow& window, const float* x, const float* d_z, std::size_t filters,
                     bool accumulate, float* d_kernel) noexcept;

}  // namespace nw::kernels
