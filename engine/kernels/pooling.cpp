#include "kernels/pooling.hpp"

#include <algorithm>
#include <cstddef>

#include "simd/f32.hpp"

namespace nw::kernels {

using simd::F32, simd::kInfinity, simd::kLanes, simd::Mask;

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

/// Calls work(at, c, left) for each vector of channels: at is the vector's place in y, `left` channels remain
/// from c on.
template <class Work>
void for_channels(const Pooling& p, const Window& window, Work work) noexcept {
  const auto channels = static_cast<std::size_t>(p.channels);
  for (std::size_t c = 0; c < channels; c += kLanes) work(window.out + c, c, channels - c);
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

void add_to(float* sum, F32 more, std::size_t left) noexcept {
  simd::store_partial(sum, simd::load_padded(sum, left, 0.0f) + more, left);
}

}  // namespace

void max_pool(const Pooling& pooling, const float* x, float* y) noexcept {
  for_windows(pooling, [&](const Window& window) {
    for_channels(pooling, window, [&](std::size_t out, std::size_t c, std::size_t left) {
      F32 best(-kInfinity);
      for_cells(pooling, window, c,
                [&](std::size_t at) { best = simd::max(best, simd::load_padded(x + at, left, -kInfinity)); });
      simd::store_partial(y + out, best, left);
    });
  });
}

void max_pool_backward(const Pooling& pooling, const float* x, const float* y, const float* d_y,
                       float* d_x) noexcept {
  clear_image(pooling, d_x);
  const F32 zero(0.0f);
  for_windows(pooling, [&](const Window& window) {
    for_channels(pooling, window, [&](std::size_t out, std::size_t c, std::size_t left) {
      const F32 best = simd::load_padded(y + out, left, 0.0f);
      const F32 gradient = simd::load_padded(d_y + out, left, 0.0f);
      Mask looking = zero == zero;  // the lanes that have not met their maximum yet
      for_cells(pooling, window, c, [&](std::size_t at) {
        const F32 value = simd::load_padded(x + at, left, 0.0f);
        const Mask is_best = (value == best) | (value != value);  // a NaN in the window is its maximum
        const Mask found = looking & is_best;
        add_to(d_x + at, simd::select(found, gradient, zero), left);
        looking = looking & !is_best;
      });
    });
  });
}

void average_pool(const Pooling& pooling, const float* x, float* y) noexcept {
  for_windows(pooling, [&](const Window& window) {
    for_channels(pooling, window, [&](std::size_t out, std::size_t c, std::size_t left) {
      F32 sum(0.0f);
      for_cells(pooling, window, c, [&](std::size_t at) { sum += simd::load_padded(x + at, left, 0.0f); });
      simd::store_partial(y + out, sum / F32(window.cells()), left);
    });
  });
}

void average_pool_backward(const Pooling& pooling, const float* d_y, float* d_x) noexcept {
  clear_image(pooling, d_x);
  for_windows(pooling, [&](const Window& window) {
    for_channels(pooling, window, [&](std::size_t out, std::size_t c, std::size_t left) {
      const F32 share = simd::load_padded(d_y + out, left, 0.0f) / F32(window.cells());
      for_cells(pooling, window, c, [&](std::size_t at) { add_to(d_x + at, share, left); });
    });
  });
}

}  // namespace nw::kernels
