#include "kernels/depthwise_conv2d.hpp"

#include <algorithm>

#include "simd/vectors.hpp"

namespace nw::kernels {

using simd::F32;

namespace {

/// Taps [begin, end) of one axis lie inside the image.
struct Taps {
  int begin, end;
};

Taps taps_inside(int start, int size, int kernel, int dilation) noexcept {
  // The first tap at or behind 0, and the first at or behind size; both divisions round up.
  const int begin = start >= 0 ? 0 : (-start + dilation - 1) / dilation;
  const int end = start >= size ? 0 : (size - start + dilation - 1) / dilation;
  return {std::min(begin, kernel), std::clamp(end, std::min(begin, kernel), kernel)};
}

/// The window of one place, cut to what lies inside the image: rows of taps, all offsets in floats.
struct Cut {
  int rows, taps;            // how many rows, and taps in each
  std::ptrdiff_t x, kernel;  // the first tap in the image and in the kernel
  std::ptrdiff_t x_row, x_tap;
  std::ptrdiff_t kernel_row;  // taps of a kernel are `channels` apart
};

/// Calls visit(cut) for every place, in order.
template <class Visit>
[[gnu::always_inline]] inline void for_each_place(const ConvWindow& w, Visit visit) noexcept {
  const std::ptrdiff_t channels = w.channels, row_floats = channels * w.width;
  Cut cut = {};
  cut.x_row = row_floats * w.dilation_y;
  cut.x_tap = channels * w.dilation_x;
  cut.kernel_row = channels * w.kernel_width;
  for (int out_y = 0; out_y < w.out_height; ++out_y) {
    const int top = out_y * w.stride_y - w.pad_top;
    const Taps rows = taps_inside(top, w.height, w.kernel_height, w.dilation_y);
    for (int out_x = 0; out_x < w.out_width; ++out_x) {
      const int left = out_x * w.stride_x - w.pad_left;
      const Taps taps = taps_inside(left, w.width, w.kernel_width, w.dilation_x);
      const bool is_empty = rows.begin == rows.end || taps.begin == taps.end;
      cut.rows = is_empty ? 0 : rows.end - rows.begin;
      cut.taps = taps.end - taps.begin;
      if (!is_empty) {
        cut.x =
            row_floats * (top + rows.begin * w.dilation_y) + channels * (left + taps.begin * w.dilation_x);
        cut.kernel = cut.kernel_row * rows.begin + channels * taps.begin;
      }
      visit(cut);
    }
  }
}

}  // namespace

void depthwise_conv2d(const ConvWindow& window, const float* x, const float* kernel, const float* bias,
                      float* y) noexcept {
  const auto channels = static_cast<std::size_t>(window.channels);
  for_each_place(window, [&](const Cut& cut) {
    simd::for_vectors(channels, [&](std::size_t c, auto vector) {
      F32 sum = vector.load(bias + c, 0.0f);
      for (int row = 0; row < cut.rows; ++row) {
        std::ptrdiff_t in = cut.x + row * cut.x_row, at = cut.kernel + row * cut.kernel_row;
        for (int tap = 0; tap < cut.taps; ++tap) {
          sum = simd::mul_add(vector.load(x + in + c, 0.0f), vector.load(kernel + at + c, 0.0f), sum);
          in += cut.x_tap;
          at += window.channels;
        }
      }
      vector.store(y + c, sum);
    });
    y += channels;
  });
}

void depthwise_conv2d_backward(const ConvWindow& window, const float* x, const float* kernel,
                               const float* d_y, float* d_kernel, float* d_x) noexcept {
  const auto channels = static_cast<std::size_t>(window.channels);
  for_each_place(window, [&](const Cut& cut) {
    simd::for_vectors(channels, [&](std::size_t c, auto vector) {
      const F32 d = vector.load(d_y + c, 0.0f);
      for (int row = 0; row < cut.rows; ++row) {
        std::ptrdiff_t in = cut.x + row * cut.x_row, at = cut.kernel + row * cut.kernel_row;
        for (int tap = 0; tap < cut.taps; ++tap) {
          // Sums in memory, not in registers: neighbouring taps do not wait for one another.
          float* d_tap = d_kernel + at + c;
          vector.store(d_tap, simd::mul_add(vector.load(x + in + c, 0.0f), d, vector.load(d_tap, 0.0f)));
          if (d_x != nullptr) {
            float* d_in = d_x + in + c;
            vector.store(d_in, simd::mul_add(vector.load(kernel + at + c, 0.0f), d, vector.load(d_in, 0.0f)));
          }
          in += cut.x_tap;
          at += window.channels;
        }
      }
    });
    d_y += channels;
  });
}

void repeat_each(const float* x, std::size_t size, std::size_t times, float* y) noexcept {
  for (std::size_t i = 0; i < size; ++i, y += times) std::fill_n(y, times, x[i]);
}

void sum_groups(const float* d_y, std::size_t size, std::size_t times, float* d_x) noexcept {
  for (std::size_t i = 0; i < size; ++i, d_y += times) {
    float sum = d_y[0];
    for (std::size_t t = 1; t < times; ++t) sum += d_y[t];
    d_x[i] = sum;
  }
}

}  // namespace nw::kernels
