#pragma once

namespace nw::kernels {

/// Where the windows of a pooling lie on an image [height, width, channels].
///
/// Window (r, c) covers rows r * stride_h - pad_top and on, pool_h of them, and columns alike; what lies
/// outside the image does not take part.
///
/// Needs    every window holds at least one cell of the image.
struct Pooling {
  int height = 0, width = 0, channels = 0;
  int pool_h = 1, pool_w = 1;
  int stride_h = 1, stride_w = 1;
  int pad_top = 0, pad_left = 0;
  int out_h = 0, out_w = 0;
};

/// The largest number of each window, a channel at a time; NaN when it holds one.
///
/// Shapes   x: [height, width, channels], one image; y: [out_h, out_w, channels].
/// Cost     one comparison for each cell of each window.
/// Threads  pure; images are independent.
/// Tests    tests/engine/kernels/pooling.test.cpp
void max_pool(const Pooling& pooling, const float* x, float* y) noexcept;

/// The gradient of each maximum goes to the first cell of its window that holds it (rows first, as PyTorch);
/// of a window with NaN, to the first NaN.
///
/// Shapes   y: what max_pool gave for x; d_y: as y; d_x: as x, overwritten.
/// Threads  pure; images are independent.
/// Tests    tests/engine/kernels/pooling.test.cpp
void max_pool_backward(const Pooling& pooling, const float* x, const float* y, const float* d_y,
                       float* d_x) noexcept;

/// The mean of each window's cells inside the image, a channel at a time, summed row by row.
///
/// Shapes, Cost, Threads, Tests   as max_pool.
void average_pool(const Pooling& pooling, const float* x, float* y) noexcept;

/// Shapes, Threads, Tests   as max_pool_backward.
void average_pool_backward(const Pooling& pooling, const float* d_y, float* d_x) noexcept;

}  // namespace nw::kernels
