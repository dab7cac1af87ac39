#include "kernels/activations.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "support/gradient.hpp"
#include "support/reference.hpp"
#include "support/values.hpp"

using namespace nw::kernels;
using nw::test::kInf;
using nw::test::kNan;
using nw::test::random_values;
using nw::test::same_bits;
using nw::test::same_bits_all;

namespace {

constexpr Activation kElementwise[] = {
    Activation::linear,           Activation::relu, Activation::sigmoid, Activation::tanh,
    Activation::leaky_relu,       Activation::elu,  Activation::selu,    Activation::gelu,
    Activation::gelu_approximate, Activation::silu, Activation::softplus};
constexpr Activation kAll[] = {Activation::linear,  Activation::relu,
                               Activation::sigmoid, Activation::tanh,
                               Activation::softmax, Activation::leaky_relu,
                               Activation::elu,     Activation::selu,
                               Activation::gelu,    Activation::gelu_approximate,
                               Activation::silu,    Activation::softplus};

std::string name_of(Activation activation) { return kActivationNames[static_cast<int>(activation)]; }

std::vector<float> applied(Activation activation, std::vector<float> x) {
  activate(activation, x.data(), 1, x.size(), static_cast<std::ptrdiff_t>(x.size()));
  return x;
}

float applied1(Activation activation, float x) { return applied(activation, {x})[0]; }

float backward1(Activation activation, float y, float d) {
  std::vector<float> gradient{d};
  activate_backward(activation, std::vector<float>{y}, gradient, 1);
  return gradient[0];
}

}  // namespace

TEST_CASE("activate: matches the reference for every tail") {
  for (Activation activation : kElementwise) {
    for (std::size_t size = 1; size <= 17; ++size) {
      const std::vector<float> x = random_values(size, size, -6, 6);
      const std::vector<float> y = applied(activation, x);
      const auto want = nw::test::activated(name_of(activation), nw::test::doubles(x));
      double worst = 0;
      for (std::size_t i = 0; i < size; ++i) worst = std::max(worst, std::fabs(y[i] - want[i]));
      CAPTURE(name_of(activation));
      CAPTURE(size);
      CHECK(worst <= 6e-7);  // of numbers up to 6
    }
  }
}

TEST_CASE("activate: a block with gaps, the gaps untouched, the same bits as without") {
  for (Activation activation : kElementwise) {
    const std::vector<float> x = random_values(3 * 7, 5, -3, 3);
    const std::vector<float> y = applied(activation, x);
    std::vector<float> block(3 * 11 - 4, 99.0f);
    for (std::size_t r = 0; r < 3; ++r) {
      for (std::size_t c = 0; c < 7; ++c) block[r * 11 + c] = x[r * 7 + c];
    }
    activate(activation, block.data(), 3, 7, 11);
    bool same = true;
    for (std::size_t i = 0; i < block.size(); ++i) {
      const std::size_t r = i / 11, c = i % 11;
      same = same && same_bits(block[i], c < 7 ? y[r * 7 + c] : 99.0f);
    }
    CHECK(same);
  }
}

TEST_CASE("activate: NaN stays NaN, infinities and zeros go where they should") {
  for (Activation activation : kElementwise) CHECK(std::isnan(applied1(activation, kNan)));
  CHECK(same_bits(applied1(Activation::relu, -0.0f), 0.0f));
  CHECK(applied1(Activation::relu, kInf) == kInf);
  CHECK(applied1(Activation::relu, -kInf) == 0.0f);
  CHECK(applied1(Activation::sigmoid, kInf) == 1.0f);
  CHECK(applied1(Activation::sigmoid, -kInf) == 0.0f);
  CHECK(applied1(Activation::tanh, nw::test::kHuge) == 1.0f);
  CHECK(applied1(Activation::tanh, -kInf) == -1.0f);
  CHECK(applied1(Activation::linear, -kInf) == -kInf);
  CHECK(applied1(Activation::leaky_relu, -kInf) == -kInf);
  CHECK(applied1(Activation::leaky_relu, -10.0f) == -2.0f);
  CHECK(applied1(Activation::elu, -kInf) == -1.0f);
  CHECK(applied1(Activation::selu, -kInf) == doctest::Approx(-1.7580993408473766).epsilon(1e-7));
  CHECK(applied1(Activation::softplus, -kInf) == 0.0f);
  CHECK(applied1(Activation::softplus, nw::test::kHuge) == nw::test::kHuge);
  for (Activation gate : {Activation::gelu, Activation::gelu_approximate, Activation::silu}) {
    CAPTURE(name_of(gate));
    for (float x : {-kInf, -nw::test::kHuge, -1e20f, -2000.0f, -200.0f}) CHECK(applied1(gate, x) == 0.0f);
    for (float x : {kInf, nw::test::kHuge, 1e20f, 2000.0f, 200.0f}) CHECK(applied1(gate, x) == x);
    CHECK(applied1(gate, 0.0f) == 0.0f);
  }
  for (Activation line : {Activation::leaky_relu, Activation::elu, Activation::selu, Activation::softplus})
    CHECK(applied1(line, kInf) == kInf);
}

TEST_CASE("activate: alpha is the slope of leakyRelu and the scale of elu, and nobody else's") {
  for (Activation activation : kElementwise) {
    const std::string name = name_of(activation);
    for (const float alpha : {0.0f, 0.01f, 0.5f, 1.0f, 3.0f}) {
      const bool has_alpha = activation == Activation::leaky_relu || activation == Activation::elu;
      const double wanted = has_alpha ? double(alpha) : nw::test::usual_alpha(name);
      const auto x = nw::test::away_from_zero(random_values(23, 8, -4, 4));
      auto y = x, d = random_values(23, 9);
      const auto d_y = d;
      activate(activation, y.data(), 1, y.size(), 23, alpha);
      activate_backward(activation, needs_preactivation(activation) ? x : y, d, 23, alpha);
      double worst = 0, worst_slope = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        worst = std::max(worst, std::fabs(y[i] - nw::test::activated1(name, double(x[i]), wanted)));
        const double slope = nw::test::slope1(name, double(x[i]), wanted);
        worst_slope = std::max(worst_slope, std::fabs(d[i] - double(d_y[i]) * slope));
      }
      CAPTURE(name);
      CAPTURE(alpha);
      CHECK(worst <= 5e-7);
      CHECK(worst_slope <= 5e-7);
    }
  }
  CHECK(default_alpha(Activation::leaky_relu) == 0.2f);
  CHECK(default_alpha(Activation::elu) == 1.0f);
  CHECK(default_alpha(Activation::selu) == 0.0f);
}

TEST_CASE("activate_backward: matches the reference for every tail and row length") {
  for (Activation activation : kAll) {
    for (std::size_t cols = 1; cols <= 17; ++cols) {
      const std::size_t rows = 3;
      const auto x = random_values(rows * cols, cols, -4, 4),
                 d_y = random_values(rows * cols, cols + 50, -2, 2);
      std::vector<float> y, d = d_y;
      std::vector<double> want;
      for (std::size_t r = 0; r < rows; ++r) {
        const std::vector<double> row(x.begin() + static_cast<long>(r * cols),
                                      x.begin() + static_cast<long>((r + 1) * cols));
        const std::vector<double> d_row(d_y.begin() + static_cast<long>(r * cols),
                                        d_y.begin() + static_cast<long>((r + 1) * cols));
        for (double value : nw::test::activated(name_of(activation), row))
          y.push_back(static_cast<float>(value));
        for (double value : nw::test::activation_gradient(name_of(activation), row, d_row))
          want.push_back(value);
      }
      activate_backward(activation, needs_preactivation(activation) ? x : y, d, cols);
      double worst = 0;
      for (std::size_t i = 0; i < d.size(); ++i) worst = std::max(worst, std::fabs(d[i] - want[i]));
      CAPTURE(name_of(activation));
      CAPTURE(cols);
      CHECK(worst <= 1e-6);
    }
  }
}

TEST_CASE("activate_backward: agrees with finite differences of activate") {
  for (Activation activation : kElementwise) {
    const std::size_t size = 13;
    const auto x = nw::test::away_from_zero(random_values(size, 3, -2, 2)), weights = random_values(size, 4);
    const auto loss = [&](std::span<const float> at) {
      const auto y = applied(activation, {at.begin(), at.end()});
      double total = 0;
      for (std::size_t i = 0; i < size; ++i) total += static_cast<double>(weights[i]) * y[i];
      return total;
    };
    std::vector<float> d = weights;
    activate_backward(activation, needs_preactivation(activation) ? x : applied(activation, x), d, size);
    CAPTURE(name_of(activation));
    CHECK(nw::test::gradient_error(loss, x, d) < 1e-3);
  }
}

TEST_CASE("activate_backward: relu'(0) = 0, and where relu is flat even an infinite gradient ends") {
  CHECK(backward1(Activation::relu, 0.0f, 5.0f) == 0.0f);
  CHECK(backward1(Activation::relu, 0.0f, kInf) == 0.0f);
  CHECK(backward1(Activation::relu, 2.0f, kInf) == kInf);
  CHECK(std::isnan(backward1(Activation::relu, 2.0f, kNan)));
}

TEST_CASE("activate_backward: far from 0 every slope is 0 or that of the line, also at the infinities") {
  const auto slope = [](Activation activation, float x) {
    return backward1(activation, needs_preactivation(activation) ? x : applied1(activation, x), 1.0f);
  };
  const float scale = 1.05070099f;
  for (float x : {200.0f, 2000.0f, 1e20f, nw::test::kHuge, kInf}) {
    CAPTURE(x);
    for (Activation activation : {Activation::leaky_relu, Activation::elu, Activation::gelu,
                                  Activation::gelu_approximate, Activation::silu, Activation::softplus}) {
      CAPTURE(name_of(activation));
      CHECK(slope(activation, x) == 1.0f);
      CHECK(slope(activation, -x) == (activation == Activation::leaky_relu ? 0.2f : 0.0f));
    }
    CHECK(slope(Activation::selu, x) == scale);
    CHECK(std::fabs(slope(Activation::selu, -x)) < 2e-7f);
  }
  CHECK(slope(Activation::leaky_relu, 0.0f) == 0.2f);
  CHECK(slope(Activation::elu, 0.0f) == 1.0f);
}

TEST_CASE("activate_backward: a NaN in the output is a NaN in the gradient") {
  for (Activation activation : kAll) {
    if (activation != Activation::linear) CHECK(std::isnan(backward1(activation, kNan, 1.0f)));
  }
}

TEST_CASE("activations: the names are those of the enum") {
  CHECK(name_of(Activation::linear) == "linear");
  CHECK(name_of(Activation::softmax) == "softmax");
  CHECK(name_of(Activation::leaky_relu) == "leakyRelu");
  CHECK(name_of(Activation::elu) == "elu");
  CHECK(name_of(Activation::selu) == "selu");
  CHECK(name_of(Activation::gelu) == "gelu");
  CHECK(name_of(Activation::gelu_approximate) == "geluApproximate");
  CHECK(name_of(Activation::silu) == "silu");
  CHECK(name_of(Activation::softplus) == "softplus");
  CHECK(std::size(kActivationNames) == 12);
  CHECK(is_elementwise(Activation::tanh));
  CHECK(!is_elementwise(Activation::softmax));
}
