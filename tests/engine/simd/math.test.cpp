#include "simd/math.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include "support/patterns.hpp"
#include "support/values.hpp"

using namespace nw::simd;
using nw::test::kInf;
using nw::test::kNan;
using nw::test::same_bits;

namespace {

struct Function {
  std::string name;
  F32 (*vector)(F32);
  float (*scalar)(float);
  double (*reference)(double);
  double low, high;  // where the bound is promised
  double bound;      // in units in the last place of the reference
};

double reference_sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

double reference_softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::fabs(x))); }

// The bounds are what was measured here, rounded up; a change that makes a function worse shows.
const Function kFunctions[] = {
    {"exp", exp, exp1, std::exp, -87, 88, 1.5},
    {"log", log, log1, std::log, 1e-37, 3e38, 1.0},
    {"log1p", log1p, log1p1, std::log1p, -0.999, 3e38, 1.0},
    {"expm1", expm1, expm11, std::expm1, -87, 88, 2.0},
    {"erf", erf, erf1, std::erf, -10, 10, 2.5},
    {"softplus", softplus, softplus1, reference_softplus, -87, 3e38, 2.0},
    {"tanh", tanh, tanh1, std::tanh, -20, 20, 1.5},
    {"sigmoid", sigmoid, sigmoid1, reference_sigmoid, -87, 88, 2.5},
    {"sin", sin, sin1, std::sin, -100, 100, 1.5},
    {"cos", cos, cos1, std::cos, -100, 100, 1.5},
};

/// How far `got` is from `want`, in steps of the floats around `want`.
double ulp_error(float got, double want) {
  int exponent;
  std::frexp(want, &exponent);
  return std::fabs(got - want) / std::ldexp(1.0, std::max(exponent - 24, -149));
}

}  // namespace

TEST_CASE("math: within the table's bounds of the double reference") {
  for (const Function& f : kFunctions) {
    double worst = 0;
    float worst_x = 0;
    const auto look = [&](float x) {
      if (!(x >= f.low && x <= f.high)) return;
      const double want = f.reference(static_cast<double>(x));
      // Near the zeros of sine and cosine only the absolute error is bounded: the reduction has 2^-24 of pi/4
      // to give.
      const bool trigonometric = f.high == 100;
      const double error =
          trigonometric ? std::fabs(f.scalar(x) - want) / 0x1p-24 : ulp_error(f.scalar(x), want);
      if (!(error <= worst)) {
        worst = error;
        worst_x = x;
      }
    };
    for (std::uint32_t i = 0; i < nw::test::kPatternCount; i += 4) look(nw::test::pattern(i));
    for (float x : nw::test::random_values(100000, 9, -12, 12)) look(x);
    CAPTURE(f.name);
    CAPTURE(worst_x);
    CHECK(worst <= f.bound);
  }
}

TEST_CASE("math: a lane's bits do not depend on its neighbors, nor on being alone") {
  // Neighbors that drive every data-dependent branch the functions might have.
  const float others[] = {0.0f, 0.3f, 2.0f, -50.0f, 1000.0f, 7000.0f, 1e-40f, 3e38f, kInf, kNan};
  for (const Function& f : kFunctions) {
    bool same = true;
    for (std::uint32_t i = 0; i < nw::test::kPatternCount; i += 61) {
      const float x = nw::test::pattern(i);
      const float alone = f.scalar(x);
      const float other = others[i % 10], another = others[(i / 10) % 10];
      std::array<float, 4> lanes{other, another, other, another};
      lanes[i % 4] = x;
      store(lanes.data(), f.vector(load(lanes.data())));
      same = same && same_bits(lanes[i % 4], alone);
    }
    CAPTURE(f.name);
    CHECK(same);
  }
}

TEST_CASE("math: NaN, infinities, zeros and the ends of the ranges") {
  for (const Function& f : kFunctions) {
    CAPTURE(f.name);
    CHECK(std::isnan(f.scalar(kNan)));
  }
  CHECK(exp1(-kInf) == 0.0f);
  CHECK(exp1(kInf) == kInf);
  CHECK(exp1(0.0f) == 1.0f);
  CHECK(exp1(89.0f) == kInf);
  CHECK(exp1(-89.0f) == 0.0f);
  CHECK(log1(0.0f) == -kInf);
  CHECK(log1(1.0f) == 0.0f);
  CHECK(log1(kInf) == kInf);
  CHECK(std::isnan(log1(-1.0f)));
  CHECK(log1(1e-40f) == doctest::Approx(-92.1034).epsilon(1e-4));
  CHECK(log1p1(0.0f) == 0.0f);
  CHECK(log1p1(-1.0f) == -kInf);
  CHECK(log1p1(1e-30f) == 1e-30f);
  CHECK(expm11(-0.0f) == 0.0f);
  CHECK(expm11(1e-30f) == 1e-30f);
  CHECK(expm11(-kInf) == -1.0f);
  CHECK(expm11(-200.0f) == -1.0f);
  CHECK(expm11(kInf) == kInf);
  CHECK(expm11(89.0f) == kInf);
  CHECK(same_bits(erf1(0.0f), 0.0f));
  CHECK(same_bits(erf1(-0.0f), -0.0f));
  CHECK(erf1(kInf) == 1.0f);
  CHECK(erf1(-kInf) == -1.0f);
  CHECK(erf1(nw::test::kHuge) == 1.0f);
  CHECK(softplus1(0.0f) == doctest::Approx(0.69314718).epsilon(1e-7));
  CHECK(softplus1(nw::test::kHuge) == nw::test::kHuge);
  CHECK(softplus1(kInf) == kInf);
  CHECK(softplus1(-kInf) == 0.0f);
  CHECK(softplus1(-90.0f) == 0.0f);
  CHECK(tanh1(kInf) == 1.0f);
  CHECK(tanh1(-kInf) == -1.0f);
  CHECK(same_bits(tanh1(-0.0f), -0.0f));
  CHECK(sigmoid1(0.0f) == 0.5f);
  CHECK(sigmoid1(kInf) == 1.0f);
  CHECK(sigmoid1(-kInf) == 0.0f);
  CHECK(sin1(0.0f) == 0.0f);
  CHECK(cos1(0.0f) == 1.0f);
  CHECK(std::isnan(sin1(kInf)));
  CHECK(std::isnan(cos1(-kInf)));
  CHECK(std::isnan(sin1(8193.0f)));
  CHECK(std::fabs(sin1(8192.0f) - std::sin(8192.0)) < 1e-5);
}

TEST_CASE("math: what algebra promises") {
  for (float x : nw::test::random_values(2000, 4, -30, 30)) {
    CHECK(same_bits(tanh1(-x), -tanh1(x)));
    CHECK(same_bits(erf1(-x), -erf1(x)));
    CHECK(same_bits(sin1(-x), -sin1(x)));
    CHECK(std::fabs(softplus1(x) - softplus1(-x) - x) <= 4e-7 * std::fabs(x) + 1e-7);
    CHECK(same_bits(cos1(-x), cos1(x)));
    CHECK(std::fabs(sigmoid1(x) + sigmoid1(-x) - 1) < 1.5e-7);
    const double s = sin1(x), c = cos1(x);
    CHECK(std::fabs(s * s + c * c - 1) < 4e-7);
  }
}

TEST_CASE("sigmoid, tanh, erf, expm1, softplus: never outside their range") {
  bool inside = true;
  for (std::uint32_t i = 0; i < nw::test::kPatternCount; i += 3) {
    const float x = nw::test::pattern(i);
    if (std::isnan(x)) continue;
    const float s = sigmoid1(x), t = tanh1(x);
    inside = inside && s >= 0 && s <= 1 && t >= -1 && t <= 1;
    inside = inside && std::fabs(erf1(x)) <= 1 && expm11(x) >= -1 && softplus1(x) >= std::max(x, 0.0f);
  }
  CHECK(inside);
}
