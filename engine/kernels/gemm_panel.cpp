#include "kernels/gemm_panel.hpp"

#include <algorithm>

#include "simd/f32.hpp"

namespace nw::kernels {

using simd::F32, simd::kLanes;

namespace {

constexpr std::size_t kTileRows = 4;

/// Adds one step of k to a tile of sums.
template <int Rows, int Vectors>
[[gnu::always_inline]] inline void add_step(F32 (&sums)[Rows][Vectors], const float* a,
                                            std::ptrdiff_t a_row_stride, const F32 (&b)[Vectors]) noexcept {
  for (int i = 0; i < Rows; ++i) {
    const F32 factor(a[i * a_row_stride]);
    for (int v = 0; v < Vectors; ++v) sums[i][v] = simd::mul_add(factor, b[v], sums[i][v]);
  }
}

template <int Rows, int Vectors>
[[gnu::always_inline]] inline void tile(const GemmPanel& p, std::size_t row) noexcept {
  constexpr int kLast = Vectors - 1;
  const std::size_t last_lanes = p.cols - kLast * kLanes;  // 1 to 4
  const auto at = static_cast<std::ptrdiff_t>(row);

  F32 sums[Rows][Vectors];
  if (p.start == nullptr) {
    for (int i = 0; i < Rows; ++i) {
      for (int v = 0; v < Vectors; ++v) sums[i][v] = F32(0.0f);
    }
  } else {
    const float* start = p.start + at * p.start_stride;
    for (int i = 0; i < Rows; ++i, start += p.start_stride) {
      for (int v = 0; v < kLast; ++v) sums[i][v] = simd::load(start + v * kLanes);
      sums[i][kLast] = simd::load_padded(start + kLast * kLanes, last_lanes, 0.0f);
    }
  }

  const float* b_row = p.b;
  std::size_t whole = p.k_whole;
  for (std::size_t segment = 0; segment < p.segments; ++segment) {
    const float* a = p.a + at * p.a_row_stride + static_cast<std::ptrdiff_t>(segment) * p.a_segment_stride;
    const std::size_t whole_here = whole < p.k ? whole : p.k;
    whole -= whole_here;
    std::size_t k = 0;
    for (; k < whole_here; ++k, a += p.a_k_stride, b_row += p.b_stride) {
      F32 b[Vectors];
      for (int v = 0; v < Vectors; ++v) b[v] = simd::load(b_row + v * kLanes);
      add_step(sums, a, p.a_row_stride, b);
    }
    for (; k < p.k; ++k, a += p.a_k_stride, b_row += p.b_stride) {
      F32 b[Vectors];
      for (int v = 0; v < kLast; ++v) b[v] = simd::load(b_row + v * kLanes);
      b[kLast] = simd::load_padded(b_row + kLast * kLanes, last_lanes, 0.0f);
      add_step(sums, a, p.a_row_stride, b);
    }
  }

  float* c = p.c + at * p.c_stride;
  for (int i = 0; i < Rows; ++i, c += p.c_stride) {
    for (int v = 0; v < kLast; ++v) simd::store(c + v * kLanes, sums[i][v]);
    simd::store_partial(c + kLast * kLanes, sums[i][kLast], last_lanes);
  }
}

// Never inlined, and with all loops over rows inside: as wasm, code that is already running is not replaced
// by the optimizing compiler's, so the hot loops must stand in a function that is called again and again.
template <int Vectors>
[[gnu::noinline]] void all_rows(const GemmPanel& p) noexcept {
  std::size_t row = 0;
  for (; row + kTileRows <= p.rows; row += kTileRows) tile<4, Vectors>(p, row);
  switch (p.rows - row) {
    case 3:
      return tile<3, Vectors>(p, row);
    case 2:
      return tile<2, Vectors>(p, row);
    case 1:
      return tile<1, Vectors>(p, row);
  }
}

}  // namespace

std::size_t whole_steps(std::size_t k, std::size_t n, std::size_t b_stride, std::size_t col,
                        std::size_t cols) noexcept {
  const std::size_t sticks_out = (kLanes - cols % kLanes) % kLanes;
  if (sticks_out == 0 || k == 0) return k;
  // The last vector of a step ends at step * b_stride + end; B ends at (k - 1) * b_stride + n.
  const std::size_t end = col + cols + sticks_out, size = (k - 1) * b_stride + n;
  return size < end ? 0 : std::min(k, (size - end) / b_stride + 1);
}

void gemm_panel(const GemmPanel& panel) noexcept {
  if (panel.cols > kLanes) {
    all_rows<2>(panel);
  } else {
    all_rows<1>(panel);
  }
}

}  // namespace nw::kernels
