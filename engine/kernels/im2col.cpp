#include "kernels/im2col.hpp"

#include <algorithm>
#include <cstdint>

#include "simd/f32.hpp"

namespace nw::kernels {

using simd::F32, simd::kLanes;

namespace {

/// Goes through the windows of places [first, last) in the order of columns: inside(at, floats) for numbers
/// that lie side by side from x[at] on, outside(floats) for those beyond the image.
template <class Inside, class Outside>
[[gnu::always_inline]] inline void for_each_run(const ConvWindow& w, std::size_t first, std::size_t last,
                                                Inside inside, Outside outside) noexcept {
  // Without dilation a window's row is one run; with it every tap is.
  const int runs = w.dilation_x == 1 ? 1 : w.kernel_width;
  const int taps = w.dilation_x == 1 ? w.kernel_width : 1;
  const int last_row = (w.kernel_height - 1) * w.dilation_y;
  const auto channels = static_cast<std::size_t>(w.channels);
  const std::size_t whole = static_cast<std::size_t>(taps) * channels;
  const std::int64_t row_floats = static_cast<std::int64_t>(w.width) * w.channels;

  auto image = static_cast<std::int64_t>(first / w.places() * w.image_floats());  // its place in x
  const std::size_t place = first % w.places(), out_width = static_cast<std::size_t>(w.out_width);
  int out_y = static_cast<int>(place / out_width), out_x = static_cast<int>(place % out_width);
  for (std::size_t done = first; done < last; ++done) {
    const int top = out_y * w.stride_y - w.pad_top, left = out_x * w.stride_x - w.pad_left;
    // 64 bits: far outside of the image, where nothing is read, 32 would not do.
    const std::int64_t corner = image + top * row_floats + std::int64_t{left} * w.channels;
    if (runs == 1 && top >= 0 && top + last_row < w.height && left >= 0 && left + taps <= w.width) {
      // Most windows lie inside: this loop is where the time goes.
      const auto step = static_cast<std::ptrdiff_t>(row_floats) * w.dilation_y;
      auto at = static_cast<std::ptrdiff_t>(corner);
      for (int ky = 0; ky < w.kernel_height; ++ky, at += step) inside(at, whole);
    } else {
      for (int ky = 0; ky < w.kernel_height; ++ky) {
        const int y = ky * w.dilation_y;
        const bool is_row = top + y >= 0 && top + y < w.height;
        for (int kx = 0; kx < runs; ++kx) {
          const int x = kx * w.dilation_x;
          const int begin = std::clamp(-(left + x), 0, taps);
          const int end = std::clamp(w.width - (left + x), begin, taps);
          if (!is_row || begin == end) {
            outside(whole);
            continue;
          }
          outside(static_cast<std::size_t>(begin) * channels);
          const std::int64_t at = corner + y * row_floats + std::int64_t{x + begin} * w.channels;
          inside(static_cast<std::ptrdiff_t>(at), static_cast<std::size_t>(end - begin) * channels);
          outside(static_cast<std::size_t>(taps - end) * channels);
        }
      }
    }
    if (++out_x < w.out_width) continue;
    out_x = 0;
    if (++out_y < w.out_height) continue;
    out_y = 0;
    image += static_cast<std::int64_t>(w.image_floats());
  }
}

// Runs are short, five floats in a first layer: no call of memcpy is worth its while. The last vector of a
// run overlaps the one before it.
[[gnu::always_inline]] inline void copy_run(const float* from, float* to, std::size_t size) noexcept {
  if (size < kLanes) {
    for (std::size_t i = 0; i < size; ++i) to[i] = from[i];
    return;
  }
  const std::size_t last = size - kLanes;
  for (std::size_t i = 0; i < last; i += kLanes) simd::store(to + i, simd::load(from + i));
  simd::store(to + last, simd::load(from + last));
}

[[gnu::always_inline]] inline void add_run(const float* from, float* to, std::size_t size) noexcept {
  std::size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) simd::store(to + i, simd::load(to + i) + simd::load(from + i));
  for (; i < size; ++i) to[i] += from[i];
}

}  // namespace

void im2col(const ConvWindow& window, const float* x, std::size_t first, std::size_t last,
            float* columns) noexcept {
  for_each_run(
      window, first, last,
      [&](std::ptrdiff_t at, std::size_t floats) {
        copy_run(x + at, columns, floats);
        columns += floats;
      },
      [&](std::size_t floats) {
        for (std::size_t i = 0; i < floats; ++i) *columns++ = 0.0f;
      });
}

void col2im(const ConvWindow& window, const float* columns, std::size_t first, std::size_t last,
            float* d_x) noexcept {
  for_each_run(
      window, first, last,
      [&](std::ptrdiff_t at, std::size_t floats) {
        add_run(columns, d_x + at, floats);
        columns += floats;
      },
      [&](std::size_t floats) { columns += floats; });
}

}  // namespace nw::kernels
