#pragma once

#include <cstddef>

#include "kernels/conv_window.hpp"

namespace nw::kernels {

/// Writes windows as rows, so that a convolution becomes a matrix product.
///
/// columns[p, (ky, kx, c)] = what the window of place `first + p` sees there, 0 outside of the image
///
/// Shapes   x: [images, height, width, channels]; places are counted through all images; columns: [last -
///          first, kernel_height, kernel_width, channels], overwritten.
/// Needs    first <= last <= images * places.
/// Cost     one copy of (last - first) * window_floats() numbers, in runs of a window's row (of a tap, where
///          windows are dilated in x).
/// Threads  pure; places are independent.
/// Source   Chellapilla, Puri, Simard, High performance convolutional neural networks for document
///          processing (2006), section 4.1.
/// Tests    tests/engine/kernels/im2col.test.cpp
void im2col(const ConvWindow& window, const float* x, std::size_t first, std::size_t last,
            float* columns) noexcept;

/// The transpose of im2col: adds each number of `columns` to the place in d_x that im2col took it from. Those
/// from outside of the image are dropped.
///
/// As im2col; an element of d_x is added to in the order of places.
///
/// Threads  calls for different images do not meet; for places of one image they do.
void col2im(const ConvWindow& window, const float* columns, std::size_t first, std::size_t last,
            float* d_x) noexcept;

}  // namespace nw::kernels
