#include "kernels/gemm.hpp"

#include <algorithm>
#include <cassert>

#include "kernels/gemm_panel.hpp"

namespace nw::kernels {

namespace {

// Sizes of the blocks; measured by tests/bench, not firm. A panel of B is 8 kB and stays in the first-level
// cache while all rows of a block pass by; the block of A (256 kB) stays in the second-level cache while all
// panels do.
constexpr int kBlockK = 256;
constexpr int kBlockRows = 256;

// Below these, copying B costs more than it saves.
constexpr int kPackRows = 16;
constexpr int kPackFloats = 64 * 64;

// Waking the pool costs 10 to 40 us, which is 0.4 to 1.6 MFLOP (docs: ARCHITECTURE.md, threads).
constexpr double kParallelFlops = 2e6;
constexpr double kChunkFlops = 0.5e6;
constexpr int kMaxChunks = 32;
constexpr int kLineCols = 16;  // of C, in a cache line: two threads that write to one slow each other down
constexpr int kEnoughChunks = parallel::kMaxThreads;
constexpr int kMinChunkRows = 32;  // copying B takes a third of the time with 16

enum class Layout { plain, transposed };

constexpr int ceil_div(int a, int b) noexcept { return (a + b - 1) / b; }

/// A rectangle of C.
struct Part {
  int row, rows, col, cols;
};

GemmPanel panel_of(const Gemm& g, const Part& part) noexcept {
  GemmPanel panel = {};
  panel.a = g.a.data + part.row * g.a.row_stride;
  panel.a_row_stride = g.a.row_stride;
  panel.a_k_stride = g.a.k_stride;
  panel.c = g.c + part.row * g.c_stride + part.col;
  panel.c_stride = g.c_stride;
  panel.start = g.bias != nullptr ? g.bias + part.col : g.accumulate ? panel.c : nullptr;
  panel.start_stride = g.bias != nullptr ? 0 : g.c_stride;
  panel.rows = static_cast<std::size_t>(part.rows);
  panel.cols = static_cast<std::size_t>(part.cols);
  return panel;
}

void multiply_in_place(const Gemm& g, const Part& part) noexcept {
  for (int col = 0; col < part.cols; col += static_cast<int>(kPanelCols)) {
    const Part strip = {part.row, part.rows, part.col + col, std::min<int>(kPanelCols, part.cols - col)};
    GemmPanel panel = panel_of(g, strip);
    panel.b = g.b + strip.col;
    panel.b_stride = g.b_stride;
    panel.k = static_cast<std::size_t>(g.k);
    panel.k_whole = whole_steps(panel.k, static_cast<std::size_t>(g.n), static_cast<std::size_t>(g.b_stride),
                                static_cast<std::size_t>(strip.col), panel.cols);
    gemm_panel(panel);
  }
}

void multiply_packed(const Gemm& g, const Part& part, Layout layout) noexcept {
  alignas(16) float packed[kBlockK * kPanelCols];
  const int k_blocks = std::max(1, ceil_div(g.k, kBlockK));  // one even for k = 0: C must get its start
  const int block_k = ceil_div(g.k, k_blocks);               // evenly: no block is left with a few steps
  for (int block = 0; block < k_blocks; ++block) {
    const int k_begin = block * block_k, k_count = std::min(block_k, g.k - k_begin);
    for (int col = 0; col < part.cols; col += static_cast<int>(kPanelCols)) {
      const Part strip = {part.row, part.rows, part.col + col, std::min<int>(kPanelCols, part.cols - col)};
      GemmPanel panel = panel_of(g, strip);
      panel.a += k_begin * g.a.k_stride;
      panel.b = packed;
      panel.k = panel.k_whole = static_cast<std::size_t>(k_count);
      panel.b_stride =
          layout == Layout::plain
              ? pack_panel(g.b + k_begin * g.b_stride + strip.col, g.b_stride, panel.cols, panel.k, packed)
              : pack_panel_transposed(g.b + strip.col * g.b_stride + k_begin, g.b_stride, panel.cols, panel.k,
                                      packed);
      if (block > 0) {  // the sums go on from where the last block left them
        panel.start = panel.c;
        panel.start_stride = g.c_stride;
      }
      gemm_panel(panel);
    }
  }
}

void multiply(const Gemm& g, const Part& part, Layout layout) noexcept {
  const bool pack =
      layout == Layout::transposed || (part.rows >= kPackRows && g.k * part.cols >= kPackFloats);
  const int block_rows = pack ? kBlockRows : part.rows;
  for (int row = 0; row < part.rows; row += block_rows) {
    const Part block = {part.row + row, std::min(block_rows, part.rows - row), part.col, part.cols};
    if (pack) {
      multiply_packed(g, block, layout);
    } else {
      multiply_in_place(g, block);
    }
    if (g.epilogue != nullptr) {
      g.epilogue(g.c + block.row * g.c_stride + block.col, static_cast<std::size_t>(block.rows),
                 static_cast<std::size_t>(block.cols), g.c_stride);
    }
  }
}

/// How C is cut for the pool: by columns while there are enough, since each chunk copies its own part
/// of B; else by rows, too. From shapes alone (the bits would not mind otherwise, but times would be hard to
/// compare).
struct Grid {
  int chunk_rows, chunk_cols, row_chunks, col_chunks;
};

Grid grid_of(const Gemm& g) noexcept {
  const int lines = ceil_div(g.n, kLineCols);
  const double flops = 2.0 * g.m * g.n * g.k;
  const int wanted =
      flops < kParallelFlops ? 1 : static_cast<int>(std::min<double>(kMaxChunks, flops / kChunkFlops));
  const int col_chunks = std::min(lines, wanted);
  int row_chunks = 1;
  if (col_chunks < kEnoughChunks)
    row_chunks = std::clamp(g.m / kMinChunkRows, 1, ceil_div(wanted, col_chunks));
  Grid grid;
  grid.chunk_rows = ceil_div(ceil_div(g.m, row_chunks), 4) * 4;
  grid.chunk_cols = ceil_div(lines, col_chunks) * kLineCols;
  grid.row_chunks = ceil_div(g.m, grid.chunk_rows);
  grid.col_chunks = ceil_div(g.n, grid.chunk_cols);
  return grid;
}

void run(const Gemm& g, Layout layout, parallel::Pool* pool) noexcept {
  assert(g.m >= 1 && g.n >= 1 && g.k >= 0 && !(g.bias != nullptr && g.accumulate));
  if (pool == nullptr || pool->threads() == 1) return multiply(g, {0, g.m, 0, g.n}, layout);
  const Grid grid = grid_of(g);
  const int chunks = grid.row_chunks * grid.col_chunks;
  if (chunks == 1) return multiply(g, {0, g.m, 0, g.n}, layout);
  pool->run(chunks, [&](int chunk) {
    const int row = chunk / grid.col_chunks * grid.chunk_rows,
              col = chunk % grid.col_chunks * grid.chunk_cols;
    multiply(g, {row, std::min(grid.chunk_rows, g.m - row), col, std::min(grid.chunk_cols, g.n - col)},
             layout);
  });
}

}  // namespace

void gemm(const Gemm& product, parallel::Pool* pool) noexcept { run(product, Layout::plain, pool); }

void gemm_nt(const Gemm& product, parallel::Pool* pool) noexcept { run(product, Layout::transposed, pool); }

}  // namespace nw::kernels
