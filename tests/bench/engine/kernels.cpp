// The kernels one by one, for tests/bench/contenders/kernels.js: a wasm module that runs in Node and in a
// page's worker.
//
// prepare(kind, m, n, k, threads) makes random operands, run(count) does the work so many times, output() and
// output_floats() show the result for a check. JavaScript holds the clock.

#include <emscripten.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "core/rng.hpp"
#include "kernels/gemm.hpp"
#include "layers/conv2d.hpp"
#include "simd/f32.hpp"

namespace {

using nw::simd::F32, nw::simd::kLanes;

enum Kind { peak, product, product_nt, product_tn, convolution, convolution_backward };

// A step of the peak; contenders/kernels.js counts the same: chains * lanes * 2 operations * steps.
constexpr int kChains = 12, kPeakSteps = 10000;
constexpr int kBatch = 32;  // images of a convolution

std::vector<float> random_values(std::size_t count, std::uint64_t seed) {
  std::vector<float> values(count);
  const nw::core::Rng rng(seed, nw::core::Purpose::tests);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = rng.uniform(i) - 0.5f;
  return values;
}

/// What the registers alone can do: independent chains s = s * f + d, as many as hide the latency of both
/// operations and leave registers for f and d. The sums are what is multiplied, so that no product can be
/// taken out of the loop.
[[gnu::noinline]] float multiply_and_add(float factor_value, float addend_value) noexcept {
  const F32 factor(factor_value), addend(addend_value);
  F32 sums[kChains];
  for (int i = 0; i < kChains; ++i) sums[i] = F32(static_cast<float>(i));
  for (int step = 0; step < kPeakSteps; ++step) {
#pragma GCC unroll 12
    for (int i = 0; i < kChains; ++i) sums[i] = nw::simd::mul_add(sums[i], factor, addend);
  }
  F32 all(0.0f);
  for (int i = 0; i < kChains; ++i) all += sums[i];
  return nw::simd::sum(all);
}

struct Bench {
  Kind kind;
  std::unique_ptr<nw::parallel::Pool> pool;
  std::vector<float> a, b, c;
  nw::kernels::Gemm gemm;
  std::unique_ptr<nw::layers::Layer> layer;
  std::vector<float> d_y, d_x, d_params, scratch;
  nw::layers::Context context;
};

std::unique_ptr<Bench> bench;

void prepare_product(int m, int n, int k) {
  Bench& t = *bench;
  const auto floats = [](int rows, int cols) {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(cols);
  };
  t.a = random_values(floats(m, k), 1);
  t.b = random_values(floats(k, n), 2);
  t.c.resize(floats(m, n));
  t.gemm.m = m;
  t.gemm.n = n;
  t.gemm.k = k;
  t.gemm.a =
      t.kind == product_tn ? nw::kernels::GemmA{t.a.data(), 1, m} : nw::kernels::GemmA{t.a.data(), k, 1};
  t.gemm.b = t.b.data();
  t.gemm.b_stride = t.kind == product_nt ? k : n;
  t.gemm.c = t.c.data();
  t.gemm.c_stride = n;
}

void prepare_convolution(int side, int channels, int filters) {
  Bench& t = *bench;
  const nw::layers::ConvOptions options = {{5, 5}, {1, 1}, {1, 1}, true};
  t.layer = std::move(nw::layers::Conv2d::make("conv", {side, side, channels}, filters, options,
                                               nw::kernels::Activation::relu))
                .value();
  const std::size_t params = t.layer->place_parameters(0);
  const auto inputs = static_cast<std::size_t>(t.layer->input_shape().size()) * kBatch;
  const auto outputs = static_cast<std::size_t>(t.layer->output_shape().size()) * kBatch;
  t.a = random_values(inputs, 1);
  t.b = random_values(params, 2);
  t.c.resize(outputs);
  t.d_y = random_values(outputs, 3);
  t.d_x.resize(channels > 1 ? inputs : 0);  // a first layer has no use for it
  t.d_params.resize(params);
  t.scratch.resize(t.layer->scratch_floats(kBatch));
  t.context.training = true;
  t.context.scratch = t.scratch;
  t.context.pool = t.pool.get();
  t.layer->forward(t.b.data(), t.a.data(), t.c.data(), kBatch, t.context);
}

void run_once() {
  Bench& t = *bench;
  switch (t.kind) {
    case peak:
      t.c[0] = multiply_and_add(t.a[0], t.a[1]);
      return;
    case product:
    case product_tn:
      return nw::kernels::gemm(t.gemm, t.pool.get());
    case product_nt:
      return nw::kernels::gemm_nt(t.gemm, t.pool.get());
    case convolution:
      return t.layer->forward(t.b.data(), t.a.data(), t.c.data(), kBatch, t.context);
    case convolution_backward:
      return t.layer->backward(t.b.data(), t.a.data(), t.c.data(), t.d_y.data(),
                               t.d_x.empty() ? nullptr : t.d_x.data(), t.d_params.data(), kBatch, t.context);
  }
}

const std::vector<float>& result() {
  return bench->kind == convolution_backward ? bench->d_params : bench->c;
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE void prepare(int kind, int m, int n, int k, int threads) {
  bench = nullptr;  // the last one's threads end before others start
  bench = std::make_unique<Bench>();
  bench->kind = static_cast<Kind>(kind);
  bench->pool = std::make_unique<nw::parallel::Pool>(threads);
  if (bench->kind == peak) {
    bench->a = {0.999f, 0.001f};
    bench->c.resize(1);
  } else if (bench->kind >= convolution) {
    prepare_convolution(m, n, k);
  } else {
    prepare_product(m, n, k);
  }
}

EMSCRIPTEN_KEEPALIVE void run(int count) {
  for (int i = 0; i < count; ++i) run_once();
}

EMSCRIPTEN_KEEPALIVE float* operand_a() { return bench->a.data(); }
EMSCRIPTEN_KEEPALIVE float* operand_b() { return bench->b.data(); }
EMSCRIPTEN_KEEPALIVE const float* output() { return result().data(); }
EMSCRIPTEN_KEEPALIVE int output_floats() { return static_cast<int>(result().size()); }
}
