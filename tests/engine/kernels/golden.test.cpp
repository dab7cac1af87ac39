#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/hash.hpp"
#include "kernels/activations.hpp"
#include "kernels/gemm.hpp"
#include "kernels/losses.hpp"
#include "kernels/orthonormalize.hpp"
#include "kernels/random_fill.hpp"
#include "kernels/reductions.hpp"
#include "kernels/softmax.hpp"
#include "kernels/updates.hpp"
#include "support/values.hpp"

// The bits of every kernel, as in tests/engine/simd/golden.test.cpp. Not for the relaxed builds: their
// multiply-add may be fused, and then depends on the processor.
#if !defined(__wasm_relaxed_simd__)

using namespace nw::kernels;
using nw::core::Hash;
using nw::core::Purpose;
using nw::core::Rng;
using nw::test::hex;
using nw::test::random_values;

namespace {

using Floats = std::vector<float>;

std::string fingerprint(const Floats& x) { return hex(Hash().add_floats(x).value()); }

template <class Fill>
std::string filled(Fill fill, float a, float b) {
  Floats x(10001);
  fill(x, Rng(123456789012345, Purpose::weights, 2), a, b);
  return fingerprint(x);
}

}  // namespace

TEST_CASE("golden: gemm, gemm_nt") {
  const Floats a = random_values(37 * 301, 1), b = random_values(301 * 29, 2), bias = random_values(29, 3);
  Floats c(37 * 29);
  Gemm g;
  g.m = 37;
  g.n = 29;
  g.k = 301;
  g.a = {a.data(), 301, 1};
  g.b = b.data();
  g.b_stride = 29;
  g.c = c.data();
  g.c_stride = 29;
  g.bias = bias.data();
  gemm(g, nullptr);
  CHECK(fingerprint(c) == "bc92b4b9776446ec");
  g.b_stride = 301;
  gemm_nt(g, nullptr);
  CHECK(fingerprint(c) == "94fbe399d83187bd");
}

TEST_CASE("golden: activations and their gradients") {
  Hash hash;
  for (Activation activation : {Activation::relu, Activation::sigmoid, Activation::tanh}) {
    Floats y = random_values(1003, 4, -8, 8), d = random_values(1003, 5);
    activate(activation, y.data(), 1, y.size(), static_cast<std::ptrdiff_t>(y.size()));
    activate_backward(activation, y, d, y.size());
    hash.add_floats(y).add_floats(d);
  }
  CHECK(hex(hash.value()) == "35d47b356be5a8f2");
}

TEST_CASE("golden: softmax_rows and its gradient") {
  Floats y = random_values(100 * 11, 6, -9, 9), d = random_values(100 * 11, 7);
  softmax_rows(y, y, 11);
  softmax_rows_backward(y, d, 11);
  CHECK(fingerprint(y) == "e2971d0270bec799");
  CHECK(fingerprint(d) == "11b7c707596f8a98");
}

TEST_CASE("golden: losses") {
  const Floats x = random_values(100 * 3, 8, -9, 9);
  Floats t(300), d(300);
  for (std::size_t i = 0; i < 300; i += 3) t[i + i % 2] = 1.0f;
  Hash hash;
  hash.add_double(mean_squared_error(x, t, d)).add_floats(d);
  hash.add_double(sigmoid_cross_entropy(x, t, d)).add_floats(d);
  hash.add_double(softmax_cross_entropy(x, t, d, 3)).add_floats(d);
  CHECK(hex(hash.value()) == "1f3fdf49b563cd98");
}

TEST_CASE("golden: losses with options") {
  const Floats x = random_values(100 * 3, 8, -9, 9);
  Floats t(300), d(300);
  for (std::size_t i = 0; i < 300; i += 3) t[i + i % 2] = 1.0f;
  Hash hash;
  hash.add_double(half_squared_error(x, t, d)).add_floats(d);
  hash.add_double(mean_absolute_error(x, t, d)).add_floats(d);
  hash.add_double(huber_loss(x, t, d, 1.5)).add_floats(d);
  hash.add_double(sigmoid_cross_entropy(x, t, d, 0.1)).add_floats(d);
  hash.add_double(softmax_cross_entropy(x, t, d, 3, 0.1)).add_floats(d);
  CHECK(hex(hash.value()) == "c1e6724bca805172");
}

TEST_CASE("golden: orthonormalize") {
  Floats tall = random_values(31 * 17, 12), wide = tall;
  orthonormalize(tall, 31, 17);
  orthonormalize(wide, 17, 31);
  CHECK(hex(Hash().add_floats(tall).add_floats(wide).value()) == "f06eb512d212261d");
}

TEST_CASE("golden: reductions") {
  const Floats x = random_values(97 * 13, 9, -2, 2);
  Floats sums(13);
  column_sums(x, sums);
  CHECK(hex(Hash().add_floats(sums).add_double(sum_abs(x)).add_double(sum_squares(x)).value()) ==
        "9afe66ba9441c674");
}

TEST_CASE("golden: sgd_step, adam_step, penalties") {
  Floats w = random_values(1001, 10), g = random_values(1001, 11), m(1001), v(1001);
  double power1 = 1, power2 = 1;
  for (int step = 0; step < 20; ++step) {
    add_penalty_gradient(w, g, 1e-3f, 1e-2f, nullptr);
    CHECK(sgd_step(w, g, 0.01f, nullptr));
    CHECK(adam_step(w, g, m, v, make_adam_step(0.01, 0.9, 0.999, 1e-8, power1 *= 0.9, power2 *= 0.999),
                    nullptr));
  }
  CHECK(hex(Hash().add_floats(w).add_floats(m).add_floats(v).value()) == "e42c1aaa4dc50e78");
}

TEST_CASE("golden: random fills") {
  CHECK(filled(fill_uniform, -0.3f, 0.7f) == "580b0aaa002b2f38");
  CHECK(filled(fill_normal, 0.1f, 0.05f) == "87f6d961ca578418");
  CHECK(filled(fill_truncated_normal, 0.0f, 0.3f) == "847fab92327259c9");
}

#endif
