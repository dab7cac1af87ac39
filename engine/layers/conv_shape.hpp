#pragma once

#include <array>

#include "core/result.hpp"
#include "core/shape.hpp"
#include "kernels/conv_window.hpp"

namespace nw::layers {

/// How a convolution's windows are asked for; pairs are [height, width].
struct ConvOptions {
  static constexpr int kMaxFilters = 65536;
  /// Of each size, stride and dilation: then no place of a tap leaves 32 bits.
  static constexpr int kMaxWindow = 16384;

  std::array<int, 2> kernel_size{1, 1};
  std::array<int, 2> strides{1, 1};
  std::array<int, 2> dilation_rate{1, 1};
  bool same = false;  // padding: else valid
};

/// Lays the windows on the input: `valid` has them inside; `same` has ceil(size / stride) places, and of the
/// zeros that this takes the smaller half before the image.
///
/// Errors   bad_spec, field "inputShape" (expected = 3, actual = its rank) unless it is an image of at least
///          one number; bad_value, field "kernelSize", "strides" or "dilationRate" (expected = the limit that
///          is passed, actual) unless they are in 1 ... kMaxWindow; bad_spec, field "kernelSize" (expected =
///          the most that fits, actual) when no window lies inside.
/// Source   `same`: TensorFlow, tf.nn, "Notes on padding".
/// Tests    tests/engine/layers/conv_shape.test.cpp
core::Result<kernels::ConvWindow> fit_window(const core::Shape& input_shape,
                                             const ConvOptions& options) noexcept;

/// Whether what a convolution holds can be counted in 32 bits.
///
/// Errors   bad_value, field `field` (expected = kMaxFilters, actual = filters) unless filters are in 1 ...
///          kMaxFilters; network_too_large, the same field (bytes) when the kernel, or the output of one
///          image, has 2^31 floats or more.
core::Status check_size(const char* field, int filters, double kernel_floats, double output_floats) noexcept;

}  // namespace nw::layers
