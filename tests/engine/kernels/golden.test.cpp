#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/hash.hpp"
#include "kernels/activations.hpp"
#include "kernels/dropout.hpp"
#include "kernels/gemm.hpp"
#include "kernels/losses.hpp"
#include "kernels/normalizations.hpp"
#include "kernels/orthonormalize.hpp"
#include "kernels/pooling.hpp"
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

TEST_CASE("golden: leakyRelu, elu, selu, gelu, geluApproximate, silu, softplus and their gradients") {
  const auto bits = [](Activation activation) {
    const Floats x = random_values(1003, 4, -8, 8);
    Floats y = x, d = random_values(1003, 5);
    activate(activation, y.data(), 1, y.size(), static_cast<std::ptrdiff_t>(y.size()));
    activate_backward(activation, needs_preactivation(activation) ? x : y, d, y.size());
    return hex(Hash().add_floats(y).add_floats(d).value());
  };
  CHECK(bits(Activation::leaky_relu) == "676f30571cb3e16b");
  CHECK(bits(Activation::elu) == "9193140018d37590");
  CHECK(bits(Activation::selu) == "dd0ab3305ac3da42");
  CHECK(bits(Activation::gelu) == "40e028d21b13dd02");
  CHECK(bits(Activation::gelu_approximate) == "a3d0c848bd9b1045");
  CHECK(bits(Activation::silu) == "31f2939c46db8c59");
  CHECK(bits(Activation::softplus) == "053fd09d4fa7c619");
}

TEST_CASE("golden: dropout, pooling, normalizations") {
  const Floats x = random_values(6 * 7 * 5, 12, -2, 2), d_y = random_values(6 * 7 * 5, 13);
  Floats y(210), d(210);
  dropout(make_dropout_mask(Rng(9, Purpose::dropout, 3), 0.3), 0, x, y);
  CHECK(fingerprint(y) == "be8ff26000fd50ef");

  const Pooling pooling{6, 7, 5, 3, 2, 2, 2, 0, 0, 3, 4};
  Hash hash;
  max_pool(pooling, x.data(), y.data());
  max_pool_backward(pooling, x.data(), y.data(), d_y.data(), d.data());
  hash.add_floats(y).add_floats(d);
  average_pool(pooling, x.data(), y.data());
  average_pool_backward(pooling, d_y.data(), d.data());
  CHECK(hex(hash.add_floats(y).add_floats(d).value()) == "c7f3b36d7489556e");

  const Floats gamma = random_values(5, 14), beta = random_values(5, 15);
  Floats mean(42), inverse(42), d_gamma(5), d_beta(5);
  for (const bool of_rows : {false, true}) {
    if (of_rows)
      row_moments(x.data(), 42, 5, mean.data(), inverse.data());
    else
      column_moments(x.data(), 42, 5, 0, 5, mean.data(), inverse.data());
    inverse_deviations(inverse.data(), 1e-5f, inverse.data(), 42);
    const Moments by{mean.data(), inverse.data(), of_rows};
    normalize(by, x.data(), gamma.data(), beta.data(), y.data(), 42, 5);
    parameter_gradients(by, x.data(), d_y.data(), 42, 5, 0, 5, d_gamma.data(), d_beta.data());
    if (of_rows)
      layer_normalize_backward(by, x.data(), d_y.data(), gamma.data(), d.data(), 42, 5);
    else
      batch_normalize_backward(by, x.data(), d_y.data(), gamma.data(), d_gamma.data(), d_beta.data(),
                               1.0f / 42, d.data(), 42, 5);
    const auto bits = Hash().add_floats(y).add_floats(d).add_floats(d_gamma).add_floats(d_beta).value();
    CHECK(hex(bits) == (of_rows ? "519bfa2a2ad6cbdb" : "912a1a20a243f760"));
  }
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
