// GFLOP/s of the matrix product: squares, and the shapes of a 784-128-64-10 net at batch 32 and 128.
//
//     nw_engine_bench [threads]
//
// Prints one line a shape: median and range of nine samples of at least 20 ms each, after a warm-up; and
// before them the peak of one thread, which is what multiplications and additions in registers alone reach.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "core/rng.hpp"
#include "kernels/gemm.hpp"
#include "parallel/pool.hpp"
#include "simd/f32.hpp"

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kSamples = 9;
constexpr double kSampleSeconds = 0.02;
constexpr double kWarmUpSeconds = 0.1;

struct Case {
  int m, n, k;
  bool transposed;  // B as its transpose: gemm_nt
};

constexpr Case kCases[] = {
    {64, 64, 64, false},       {128, 128, 128, false}, {256, 256, 256, false}, {512, 512, 512, false},
    {1024, 1024, 1024, false}, {32, 128, 784, false},  {128, 128, 784, false}, {784, 128, 32, false},
    {784, 128, 128, false},    {32, 64, 128, false},   {32, 128, 64, true},    {128, 10, 64, false},
    {10, 8, 8, false},
};

std::vector<float> random_matrix(int rows, int cols, std::uint64_t seed) {
  std::vector<float> values(static_cast<std::size_t>(rows) * cols);
  const nw::core::Rng rng(seed, nw::core::Purpose::tests);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = rng.uniform(i) - 0.5f;
  return values;
}

// Through a pointer, so that wasm compilers see a call and put the optimized body in its place (tier-up).
using Kernel = void (*)(const nw::kernels::Gemm&, nw::parallel::Pool*) noexcept;

double seconds_of(Kernel kernel, const nw::kernels::Gemm& product, nw::parallel::Pool* pool,
                  int repetitions) {
  const auto start = Clock::now();
  for (int i = 0; i < repetitions; ++i) kernel(product, pool);
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Twelve sums, enough to hide how long an operation takes, and nothing from memory.
[[gnu::noinline]] float in_registers(long steps, float factor) {
  using nw::simd::F32;
  const F32 a(factor), b(1.0f);
  F32 sums[12];
  for (int i = 0; i < 12; ++i) sums[i] = F32(static_cast<float>(i));
  for (long step = 0; step < steps; ++step) {
    for (F32& sum : sums) sum = nw::simd::mul_add(sum, a, b);
  }
  float lanes[nw::simd::kLanes], total = 0;
  for (const F32& sum : sums) {
    nw::simd::store(lanes, sum);
    for (const float lane : lanes) total += lane;
  }
  return total;
}

double measure_peak() {
  constexpr long kSteps = 20'000;
  constexpr int kCalls = 100;  // many short ones: wasm compilers do not replace what is running
  constexpr double kFlops = 2.0 * 12 * nw::simd::kLanes * kSteps * kCalls;
  std::vector<double> rates;
  volatile float factor = 0.5f;  // nobody may know that all calls are alike
  float total = 0;
  for (int sample = -kSamples; sample < kSamples; ++sample) {  // the first half warms up
    const auto start = Clock::now();
    for (int call = 0; call < kCalls; ++call) total += in_registers(kSteps, factor);
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (sample >= 0) rates.push_back(1e-9 * kFlops / seconds);
  }
  std::sort(rates.begin(), rates.end());
  std::printf("registers only: %.1f GFLOP/s (%.1f to %.1f), sum %g\n", rates[kSamples / 2], rates.front(),
              rates.back(), static_cast<double>(total));
  return rates[kSamples / 2];
}

void measure(const Case& shape, nw::parallel::Pool* pool, double peak) {
  const auto [m, n, k, transposed] = shape;
  const auto a = random_matrix(m, k, 1);
  const auto b = random_matrix(k, n, 2);
  std::vector<float> c(static_cast<std::size_t>(m) * n);
  nw::kernels::Gemm product;
  product.m = m;
  product.n = n;
  product.k = k;
  product.a = {a.data(), k, 1};
  product.b = b.data();
  product.b_stride = transposed ? k : n;
  product.c = c.data();
  product.c_stride = n;
  const Kernel kernel = transposed ? nw::kernels::gemm_nt : nw::kernels::gemm;

  int repetitions = 1;
  for (double total = 0.0; total < kWarmUpSeconds;) {
    const double took = seconds_of(kernel, product, pool, repetitions);
    total += took;
    if (took < kSampleSeconds) repetitions *= 2;
  }
  std::vector<double> rates;
  for (int sample = 0; sample < kSamples; ++sample) {
    rates.push_back(2e-9 * m * n * k * repetitions / seconds_of(kernel, product, pool, repetitions));
  }
  std::sort(rates.begin(), rates.end());
  std::printf("%5d x %4d x %4d %s  %6.1f GFLOP/s (%.1f to %.1f), %3.0f %% of the peak\n", m, n, k,
              transposed ? "nt" : "nn", rates[kSamples / 2], rates.front(), rates.back(),
              100.0 * rates[kSamples / 2] / peak);
}

}  // namespace

int main(int argc, char** argv) {
  const int threads = argc > 1 ? std::atoi(argv[1]) : 1;
  nw::parallel::Pool pool(threads);
  std::printf("gemm, %d thread(s): m x n x k\n", pool.threads());
  const double peak = measure_peak() * pool.threads();
  for (const Case& shape : kCases) measure(shape, threads > 1 ? &pool : nullptr, peak);
  return 0;
}
