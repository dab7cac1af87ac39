#include "kernels/pooling.hpp"

#include <algorithm>
#include <cstddef>

#include "simd/vectors.hpp"

namespace nw::kernels {

using simd::F32, simd::kInfinity, simd::Mask;

namespace {

/// The part of one window that lies inside the image: [top, bottom) x [left, right).
struct Window {
  int top, bottom, left, right;
  std::size_t out;  // its first number in y

  float cells() const noexcept { return static_cast<float>((bottom - top) * (right - left)); }
};

/// Calls work(window) for each window, rows first.
template <class Work>
void for_windows(const Pooling& p, Work work) noexcept {
  std::size_t out = 0;
  for (int row = 0; row < p.out_h; ++row) {
    const int top = row * p.stride_h - p.pad_top;
    for (int col = 0; col < p.out_w; ++col, out += static_cast<std::size_t>(p.channels)) {
      const int left = col * p.stride_w - p.pad_left;
      work(Window{std::max(top, 0), std::min(top + p.pool_h, p.height), std::max(left, 0),
                  std::min(left + p.pool_w, p.width), out});
    }
  }
}

/// Calls work(at) for each cell of a window, rows first; at is the place of its channel c in x.
template <class Work>
void for_cells(const Pooling& p, const Window& window, std::size_t c, Work work) noexcept {
  const auto channels = static_cast<std::size_t>(p.channels), width = static_cast<std::size_t>(p.width);
  for (int row = window.top; row < window.bottom; ++row) {
    std::size_t at =
        (static_cast<std::size_t>(row) * width + static_cast<std::size_t>(window.left)) * channels + c;
    for (int col = window.left; col < window.right; ++col, at += channels) work(at);
  }
}

void clear_image(const Pooling& p, float* image) noexcept {
  const auto floats = static_cast<std::size_t>(p.height) * static_cast<std::size_t>(p.width) *
                      static_cast<std::size_t>(p.channels);
  std::fill(image, image + floats, 0.0f);
}

template <class Vector>
void add_to(float* sum, F32 more, Vector vector) noexcept {
  vector.store(sum, vector.load(sum, 0.0f) + more);
}

}  // namespace

void max_pool(const Pooling& pooling, const float* x, float* y) noexcept {
  const auto channels = static_cast<std::size_t>(pooling.channels);
  for_windows(pooling, [&](const Window& window) {
    simd::for_vectors(channels, [&](std::size_t c, auto vector) {
      const std::size_t out = window.out + c;
      F32 best(-kInfinity);
      for_cells(pooling, window, c,
                [&](std::size_t at) { best = simd::max(best, vector.load(x + at, -kInfinity)); });
      vector.store(y + out, best);
    });
  });
}

void max_pool_backward(const Pooling& pooling, const float* x, const float* y, const float* d_y,
                       float* d_x) noexcept {
  const auto channels = static_cast<std::size_t>(pooling.channels);
  clear_image(pooling, d_x);
  const F32 zero(0.0f);
  for_windows(pooling, [&](const Window& window) {
    simd::for_vectors(channels, [&](std::size_t c, auto vector) {
      const std::size_t out = window.out + c;
      const F32 best = vector.load(y + out, 0.0f);
      const F32 gradient = vector.load(d_y + out, 0.0f);
      Mask looking = zero == zero;  // the lanes that have not met their maximum yet
      for_cells(pooling, window, c, [&](std::size_t at) {
        const F32 value = vector.load(x + at, 0.0f);
        const Mask is_best = (value == best) | (value != value);  // a NaN in the window is its maximum
        const Mask found = looking & is_best;
        add_to(d_x + at, simd::select(found, gradient, zero), vector);
        looking = looking & !is_best;
      });
    });
  });
}

void average_pool(const Pooling& pooling, const float* x, float* y) noexcept {
  const auto channels = static_cast<std::size_t>(pooling.channels);
  for_windows(pooling, [&](const Window& window) {
    simd::for_vectors(channels, [&](std::size_t c, auto vector) {
      const std::size_t out = window.out + c;
      F32 sum(0.0f);
      for_cells(pooling, window, c, [&](std::size_t at) { sum += vector.load(x + at, 0.0f); });
      vector.store(y + out, sum / F32(window.cells()));
    });
  });
}

void average_pool_backward(const Pooling& pooling, const float* d_y, float* d_x) noexcept {
  const auto channels = static_cast<std::size_t>(pooling.channels);
  clear_image(pooling, d_x);
  for_windows(pooling, [&](const Window& window) {
    simd::for_vectors(channels, [&](std::size_t c, auto vector) {
      const std::size_t out = window.out + c;
      const F32 share = vector.load(d_y + out, 0.0f) / F32(window.cells());
      for_cells(pooling, window, c, [&](std::size_t at) { add_to(d_x + at, share, vector); });
    });
  });
}

}  // namespace nw::kernels
