#pragma once

#include <cstddef>

#include "kernels/conv_window.hpp"

namespace nw::kernels {

/// Convolves every channel of an image with a kernel of its own.
///
/// y[p, c] = bias[c] + sum over the taps t inside the image of x[t of p, c] * kernel[t, c]
///
/// The taps are added in the order of the kernel. Those outside of the image are left out: they would add 0.
///
/// Shapes   x: [height, width, channels]; kernel: [taps, channels]; bias: [channels]; y: [places, channels],
///          overwritten.
/// Cost     2 * places * taps * channels operations; channels in vectors of four, so that less than four cost
///          more than four.
/// Threads  pure.
/// Tests    tests/engine/kernels/depthwise_conv2d.test.cpp, tests/engine/layers/conv_reference.test.cpp
void depthwise_conv2d(const ConvWindow& window, const float* x, const float* kernel, const float* bias,
                      float* y) noexcept;

/// Adds the gradients of one image's depthwise convolution to d_kernel and, unless it is nullptr, to d_x.
///
/// Shapes   d_y: [places, channels], the gradient of y; d_kernel: as kernel; d_x: as x.
/// Cost     as the convolution, twice with d_x.
/// Threads  pure; each element is added to in the order of places.
void depthwise_conv2d_backward(const ConvWindow& window, const float* x, const float* kernel,
                               const float* d_y, float* d_kernel, float* d_x) noexcept;

/// Each number `times` times.   y[i * times + t] = x[i]
///
/// Shapes   x: [size]; y: [size, times], overwritten.
void repeat_each(const float* x, std::size_t size, std::size_t times, float* y) noexcept;

/// The transpose of repeat_each.   d_x[i] = sum_t d_y[i * times + t], in the order of t
void sum_groups(const float* d_y, std::size_t size, std::size_t times, float* d_x) noexcept;

}  // namespace nw::kernels
