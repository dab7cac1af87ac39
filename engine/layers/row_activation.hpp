#pragma once

#include <cstddef>

#include "kernels/activations.hpp"
#include "kernels/softmax.hpp"

namespace nw::layers {

/// The activation that a convolution ends with, on some of its rows (places by filters) in place; softmax
/// goes over the filters of a place.
///
/// Shapes   y: [rows, cols], row-major, contiguous.
inline void activate_rows(kernels::Activation activation, float* y, std::size_t rows,
                          std::size_t cols) noexcept {
  if (kernels::is_elementwise(activation))
    return kernels::activate(activation, y, rows, cols, static_cast<std::ptrdiff_t>(cols));
  kernels::softmax_rows({y, rows * cols}, {y, rows * cols}, cols);
}

/// From the gradient of its output to that of its input, in place.
inline void activate_rows_backward(kernels::Activation activation, const float* y, float* d, std::size_t rows,
                                   std::size_t cols) noexcept {
  kernels::activate_backward(activation, {y, rows * cols}, {d, rows * cols}, cols);
}

}  // namespace nw::layers
