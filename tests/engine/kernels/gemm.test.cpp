#include "kernels/gemm.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/values.hpp"

using namespace nw::kernels;
using nw::parallel::Pool;
using nw::test::kInf;
using nw::test::kNan;
using nw::test::random_values;
using nw::test::same_bits;
using nw::test::same_bits_all;

namespace {

enum class Start { zero, bias, accumulate };

/// One product with everything it needs. Matrices lie in memory with gaps between their rows; gaps of C hold
/// a sentinel.
struct Problem {
  int m, n, k;
  bool a_transposed = false, b_transposed = false;
  int gap = 0;
  Start start = Start::zero;

  std::vector<float> a, b, c, bias;

  static constexpr float kSentinel = 12345.0f;

  int a_stride() const { return (a_transposed ? m : k) + gap; }
  int b_stride() const { return (b_transposed ? k : n) + gap; }
  int c_stride() const { return n + gap; }

  // Ends with the last element and not with its row's gap, so that the address sanitizer sees any step too
  // far.
  static std::size_t extent(int rows, int cols, int stride) {
    return rows == 0 || cols == 0 ? 0 : static_cast<std::size_t>((rows - 1) * stride + cols);
  }

  void fill(std::uint64_t seed) {
    a = random_values(a_transposed ? extent(k, m, a_stride()) : extent(m, k, a_stride()), seed);
    b = random_values(b_transposed ? extent(n, k, b_stride()) : extent(k, n, b_stride()), seed + 1);
    bias = random_values(static_cast<std::size_t>(n), seed + 2);
    c = random_values(extent(m, n, c_stride()), seed + 3);
    for (std::size_t i = 0; i < c.size(); ++i) {
      if (static_cast<int>(i) % c_stride() >= n) c[i] = kSentinel;
    }
  }

  float a_at(int i, int kk) const {
    return a[static_cast<std::size_t>(a_transposed ? kk * a_stride() + i : i * a_stride() + kk)];
  }
  float b_at(int kk, int j) const {
    return b[static_cast<std::size_t>(b_transposed ? j * b_stride() + kk : kk * b_stride() + j)];
  }
  std::size_t c_index(int i, int j) const { return static_cast<std::size_t>(i * c_stride() + j); }
  float start_at(int i, int j) const {
    if (start == Start::bias) return bias[static_cast<std::size_t>(j)];
    return start == Start::accumulate ? c[c_index(i, j)] : 0.0f;
  }

  /// C after the product; c itself stays as it was.
  std::vector<float> result(Pool* pool = nullptr, GemmEpilogue epilogue = nullptr) const {
    std::vector<float> out = c;
    Gemm g;
    g.m = m;
    g.n = n;
    g.k = k;
    g.a = a_transposed ? GemmA{a.data(), 1, a_stride()} : GemmA{a.data(), a_stride(), 1};
    g.b = b.data();
    g.b_stride = b_stride();
    g.c = out.data();
    g.c_stride = c_stride();
    g.bias = start == Start::bias ? bias.data() : nullptr;
    g.accumulate = start == Start::accumulate;
    g.epilogue = epilogue;
    if (b_transposed) {
      gemm_nt(g, pool);
    } else {
      gemm(g, pool);
    }
    return out;
  }

  /// The largest error of `got`, in units of what rounding may do to a sum of k products; infinite for a
  /// broken gap.
  double error(const std::vector<float>& got) const {
    double worst = 0;
    for (int i = 0; i < m; ++i) {
      for (int j = 0; j < c_stride(); ++j) {
        if (c_index(i, j) >= c.size()) continue;
        const double value = got[c_index(i, j)];
        if (j >= n) {
          if (value != kSentinel) return kInf;
          continue;
        }
        double want = start_at(i, j), size = std::fabs(want);
        for (int kk = 0; kk < k; ++kk) {
          const double product = static_cast<double>(a_at(i, kk)) * b_at(kk, j);
          want += product;
          size += std::fabs(product);
        }
        worst = std::max(worst, std::fabs(value - want) / ((k + 1) * 0x1p-24 * size + 1e-37));
      }
    }
    return worst;
  }
};

Problem make(int m, int n, int k, bool a_transposed, bool b_transposed, int gap, Start start) {
  Problem problem{m, n, k, a_transposed, b_transposed, gap, start, {}, {}, {}, {}};
  problem.fill(static_cast<std::uint64_t>(m * 10007 + n * 101 + k));
  return problem;
}

// One below, at and above each threshold and block size: in place and packed, one block and several, one
// chunk and many.
const int kLargeShapes[][3] = {{16, 64, 64},   {15, 64, 64},   {64, 63, 65},   {300, 9, 40},
                               {257, 20, 17},  {5, 20, 600},   {40, 70, 300},  {33, 130, 257},
                               {130, 33, 512}, {260, 40, 513}, {100, 300, 40}, {1000, 3, 400}};

}  // namespace

TEST_CASE("gemm: matches the double reference for every tail, layout, stride and start") {
  double worst = 0;
  for (int m = 1; m <= 9; ++m) {
    for (int n = 1; n <= 17; ++n) {
      for (int k : {0, 1, 2, 3, 4, 5, 13}) {
        for (int layout = 0; layout < 4; ++layout) {
          const auto start = static_cast<Start>((m + n + k) % 3);
          const int gap = (m + n) % 2 == 0 ? 0 : 3;
          const Problem problem = make(m, n, k, layout & 1, layout & 2, gap, start);
          const double error = problem.error(problem.result());
          if (!(error <= 1)) {
            CAPTURE(m);
            CAPTURE(n);
            CAPTURE(k);
            CAPTURE(layout);
            CAPTURE(gap);
            CHECK(error <= 1);
          }
          worst = std::max(worst, error);
        }
      }
    }
  }
  CHECK(worst <= 1);
  CHECK(worst > 0);
}

TEST_CASE("gemm: matches the double reference on both sides of every block size and threshold") {
  for (const auto& shape : kLargeShapes) {
    for (int layout = 0; layout < 4; ++layout) {
      for (Start start : {Start::zero, Start::bias, Start::accumulate}) {
        const Problem problem =
            make(shape[0], shape[1], shape[2], layout & 1, layout & 2, layout == 0 ? 5 : 0, start);
        CAPTURE(shape[0]);
        CAPTURE(shape[1]);
        CAPTURE(shape[2]);
        CAPTURE(layout);
        CHECK(problem.error(problem.result()) <= 1);
      }
    }
  }
}

#if !defined(__wasm_relaxed_simd__)
TEST_CASE("gemm: every element is the plain float sum in the order of k, bit by bit") {
  for (const auto& shape : kLargeShapes) {
    for (int layout = 0; layout < 4; ++layout) {
      const Problem problem = make(shape[0], shape[1], shape[2], layout & 1, layout & 2, 0, Start::bias);
      const std::vector<float> got = problem.result();
      bool same = true;
      for (int i = 0; i < problem.m; i += 3) {
        for (int j = 0; j < problem.n; ++j) {
          float sum = problem.bias[static_cast<std::size_t>(j)];
          for (int kk = 0; kk < problem.k; ++kk) sum = problem.a_at(i, kk) * problem.b_at(kk, j) + sum;
          same = same && same_bits(got[problem.c_index(i, j)], sum);
        }
      }
      CAPTURE(shape[0]);
      CAPTURE(shape[1]);
      CAPTURE(shape[2]);
      CAPTURE(layout);
      CHECK(same);
    }
  }
}
#endif

TEST_CASE("gemm: the same bits at every number of threads") {
  for (int threads : nw::test::kThreadCounts) {
    Pool pool(threads);
    // The last three are large enough to be shared out: by columns, by rows, and both.
    for (const auto& shape :
         {std::vector<int>{33, 130, 257}, {64, 512, 100}, {2000, 10, 128}, {160, 120, 300}}) {
      for (int layout = 0; layout < 4; ++layout) {
        const Problem problem = make(shape[0], shape[1], shape[2], layout & 1, layout & 2, 2, Start::bias);
        CAPTURE(threads);
        CAPTURE(shape[0]);
        CAPTURE(layout);
        CHECK(same_bits_all(problem.result(&pool), problem.result(nullptr)));
      }
    }
  }
}

TEST_CASE("gemm: (A B)T = BT AT, bit by bit") {
  for (const auto& shape : kLargeShapes) {
    Problem p = make(shape[0], shape[1], shape[2], false, false, 0, Start::zero);
    Problem q{p.n, p.m, p.k, true, true, 0, Start::zero, p.b, p.a, std::vector<float>(p.c.size()), {}};
    const std::vector<float> product = p.result(), transposed = q.result();
    bool same = true;
    for (int i = 0; i < p.m; ++i) {
      for (int j = 0; j < p.n; ++j)
        same = same && same_bits(product[p.c_index(i, j)], transposed[q.c_index(j, i)]);
    }
    CAPTURE(shape[0]);
    CAPTURE(shape[1]);
    CHECK(same);
  }
}

TEST_CASE("gemm: a NaN or infinity touches its row or column, and nothing else; 0 * NaN is NaN") {
  for (int n : {5, 8, 21, 70}) {
    for (bool b_transposed : {false, true}) {
      Problem p = make(20, n, 61, false, b_transposed, 0, Start::zero);
      const int row = 6, col = 4;
      std::fill(p.b.begin(), p.b.end(), 0.0f);
      p.a[static_cast<std::size_t>(row * p.a_stride() + 30)] = kNan;
      p.b[static_cast<std::size_t>(b_transposed ? col * p.b_stride() + 60 : 60 * p.b_stride() + col)] = kInf;
      p.a[static_cast<std::size_t>(2 * p.a_stride() + 60)] = 0.0f;  // 0 * inf
      const std::vector<float> got = p.result();
      for (int i = 0; i < p.m; ++i) {
        for (int j = 0; j < p.n; ++j) {
          const float value = got[p.c_index(i, j)];
          CAPTURE(i);
          CAPTURE(j);
          if (i == row || (j == col && i == 2)) {
            CHECK(std::isnan(value));
          } else if (j == col) {
            CHECK(std::isinf(value));
          } else {
            CHECK(value == 0.0f);
          }
        }
      }
    }
  }
}

TEST_CASE("gemm: huge numbers overflow to infinity and denormals survive, as in plain floats") {
  Problem p = make(1, 1, 2, false, false, 0, Start::zero);
  p.a = {nw::test::kHuge, nw::test::kHuge};
  p.b = {2.0f, 0.0f};
  CHECK(p.result()[0] == kInf);
  p.a = {nw::test::kTiny, 0.0f};
  p.b = {1.0f, 1.0f};
  CHECK(p.result()[0] == nw::test::kTiny);
}

TEST_CASE("gemm: the epilogue sees every element exactly once, after its sum is complete") {
  const GemmEpilogue add_one = [](float* block, std::size_t rows, std::size_t cols, std::ptrdiff_t stride) {
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < cols; ++j)
        block[static_cast<std::ptrdiff_t>(i) * stride + static_cast<std::ptrdiff_t>(j)] += 1.0f;
    }
  };
  Pool pool(3);
  for (const auto& shape : kLargeShapes) {
    for (Pool* used : {static_cast<Pool*>(nullptr), &pool}) {
      const Problem problem = make(shape[0], shape[1], shape[2], false, false, 4, Start::bias);
      std::vector<float> want = problem.result();
      for (std::size_t i = 0; i < want.size(); ++i) {
        if (static_cast<int>(i) % problem.c_stride() < problem.n) want[i] += 1.0f;
      }
      CHECK(same_bits_all(problem.result(used, add_one), want));
    }
  }
}
