#include "kernels/gemm_panel.hpp"
#include "simd/f32.hpp"

namespace nw::kernels {

using simd::F32, simd::kLanes;

namespace {

/// One vector's width of the panel: columns [0, left) of B, the others zero.
[[gnu::noinline]] void pack_strip(const float* b, std::ptrdiff_t b_stride, std::size_t left, std::size_t k,
                                  float* to, std::ptrdiff_t to_stride) noexcept {
  if (left >= kLanes) {
    for (; k > 0; --k, b += b_stride, to += to_stride) simd::store(to, simd::load(b));
  } else {
    for (; k > 0; --k, b += b_stride, to += to_stride) simd::store(to, simd::load_padded(b, left, 0.0f));
  }
}

[[gnu::noinline]] void pack_strip_transposed(const float* b, std::ptrdiff_t b_stride, std::size_t left,
                                             std::size_t k, float* to, std::ptrdiff_t to_stride) noexcept {
  for (std::size_t at = 0; at < k; at += kLanes) {
    const std::size_t steps = k - at;
    F32 square[kLanes];
    for (std::size_t j = 0; j < kLanes; ++j) {
      const float* column = b + static_cast<std::ptrdiff_t>(j) * b_stride + at;
      square[j] = j < left ? simd::load_padded(column, steps, 0.0f) : F32(0.0f);
    }
    simd::transpose(square[0], square[1], square[2], square[3]);
    for (std::size_t s = 0; s < kLanes && s < steps; ++s, to += to_stride) simd::store(to, square[s]);
  }
}

}  // namespace

std::ptrdiff_t pack_panel(const float* b, std::ptrdiff_t b_stride, std::size_t cols, std::size_t k,
                          float* panel) noexcept {
  if (cols <= kLanes) {
    pack_strip(b, b_stride, cols, k, panel, kLanes);
    return kLanes;
  }
  pack_strip(b, b_stride, kLanes, k, panel, kPanelCols);
  pack_strip(b + kLanes, b_stride, cols - kLanes, k, panel + kLanes, kPanelCols);
  return kPanelCols;
}

std::ptrdiff_t pack_panel_transposed(const float* b, std::ptrdiff_t b_stride, std::size_t cols, std::size_t k,
                                     float* panel) noexcept {
  if (cols <= kLanes) {
    pack_strip_transposed(b, b_stride, cols, k, panel, kLanes);
    return kLanes;
  }
  pack_strip_transposed(b, b_stride, kLanes, k, panel, kPanelCols);
  pack_strip_transposed(b + static_cast<std::ptrdiff_t>(kLanes) * b_stride, b_stride, cols - kLanes, k,
                        panel + kLanes, kPanelCols);
  return kPanelCols;
}

}  // namespace nw::kernels
