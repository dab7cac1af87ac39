#include "kernels/im2col.hpp"

#include <algorithm>

#include "simd/f32.hpp"

namespace nw::kernels {

using simd::F32, simd::kLanes;

namespace {

/// A run of taps whose numbers lie side by side in the image: some before it, some in it, some behind it.
struct Run {
  std::ptrdiff_t inside;               // where in x the second part begins; not meant where it is empty
  std::size_t before, within, behind;  // floats
};

/// Calls visit(run) for the runs of the windows of places [first, last), in the order of columns.
template <class Visit>
[[gnu::always_inline]] inline void for_each_run(const ConvWindow& w, std::size_t first, std::size_t last,
                                                Visit visit) noexcept {
  // Without dilation a window's row is one run; with it every tap is.
  const int runs = w.dilation_x == 1 ? 1 : w.kernel_width;
  const int taps = w.dilation_x == 1 ? w.kernel_width : 1;
  const auto floats = [&](int taps_of_it) {
    return static_cast<std::size_t>(taps_of_it) * static_cast<std::size_t>(w.channels);
  };
  const std::ptrdiff_t row_floats = static_cast<std::ptrdiff_t>(w.width) * w.channels;

  auto at = static_cast<std::ptrdiff_t>(first / w.places() * w.image_floats());  // the image in x
  const std::size_t place = first % w.places(), out_width = static_cast<std::size_t>(w.out_width);
  int out_y = static_cast<int>(place / out_width), out_x = static_cast<int>(place % out_width);
  for (std::size_t done = first; done < last; ++done) {
    const int top = out_y * w.stride_y - w.pad_top, left = out_x * w.stride_x - w.pad_left;
    for (int ky = 0; ky < w.kernel_height; ++ky) {
      const int y = top + ky * w.dilation_y;
      if (y < 0 || y >= w.height) {
        visit(Run{0, floats(w.kernel_width), 0, 0});
        continue;
      }
      const std::ptrdiff_t row = at + y * row_floats;
      for (int run = 0; run < runs; ++run) {
        const int x = left + run * w.dilation_x;
        const int begin = std::clamp(-x, 0, taps), end = std::clamp(w.width - x, begin, taps);
        visit(Run{row + static_cast<std::ptrdiff_t>(x + begin) * w.channels, floats(begin),
                  floats(end - begin), floats(taps - end)});
      }
    }
    if (++out_x < w.out_width) continue;
    out_x = 0;
    if (++out_y < w.out_height) continue;
    out_y = 0;
    at += static_cast<std::ptrdiff_t>(w.image_floats());
  }
}

// Runs are short, five floats in a first layer: no call of memcpy or memset is worth its while.
float* clear_run(float* to, std::size_t size) noexcept {
  for (std::size_t i = 0; i < size; i += kLanes) simd::store_partial(to + i, F32(0.0f), size - i);
  return to + size;
}

float* copy_run(const float* from, float* to, std::size_t size) noexcept {
  std::size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) simd::store(to + i, simd::load(from + i));
  for (; i < size; ++i) to[i] = from[i];
  return to + size;
}

void add_run(const float* from, float* to, std::size_t size) noexcept {
  std::size_t i = 0;
  for (; i + kLanes <= size; i += kLanes) simd::store(to + i, simd::load(to + i) + simd::load(from + i));
  for (; i < size; ++i) to[i] += from[i];
}

}  // namespace

void im2col(const ConvWindow& window, const float* x, std::size_t first, std::size_t last,
            float* columns) noexcept {
  for_each_run(window, first, last, [&](const Run& run) {
    columns = clear_run(columns, run.before);
    columns = copy_run(x + (run.within > 0 ? run.inside : 0), columns, run.within);
    columns = clear_run(columns, run.behind);
  });
}

void col2im(const ConvWindow& window, const float* columns, std::size_t first, std::size_t last,
            float* d_x) noexcept {
  for_each_run(window, first, last, [&](const Run& run) {
    columns += run.before;
    if (run.within > 0) add_run(columns, d_x + run.inside, run.within);
    columns += run.within + run.behind;
  });
}

}  // namespace nw::kernels
