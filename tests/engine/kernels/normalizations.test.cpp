#include "kernels/normalizations.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "support/reference.hpp"
#include "support/values.hpp"

using namespace nw::kernels;
using nw::test::Doubles;
using nw::test::kInf;
using nw::test::kNan;
using nw::test::random_values;
using Floats = std::vector<float>;

namespace {

constexpr double kEpsilon = 1e-3;
constexpr float kLarge = 1.5e38f;  // two of them are still no more than a float holds

/// A matrix with its moments, those of its rows or of its columns, in double and from the engine.
struct Case {
  std::size_t rows, cols;
  bool of_rows;
  Floats x, d_y, gamma, beta, mean, variance, inverse;
  Doubles want_mean, want_variance;

  Case(std::size_t r, std::size_t c, bool by_rows, std::uint64_t seed = 1)
      : rows(r),
        cols(c),
        of_rows(by_rows),
        x(random_values(r * c, seed, -3, 5)),
        d_y(random_values(r * c, seed + 1)),
        gamma(random_values(c, seed + 2, 0.5f, 2)),
        beta(random_values(c, seed + 3)) {
    take_moments();
  }

  std::size_t lines() const { return of_rows ? rows : cols; }
  std::size_t length() const { return of_rows ? cols : rows; }
  std::size_t line_of(std::size_t i) const { return of_rows ? i / cols : i % cols; }

  void take_moments() {
    mean.assign(lines(), 99.0f);
    variance = inverse = mean;
    want_mean.assign(lines(), 0);
    want_variance = want_mean;
    if (of_rows) {
      row_moments(x.data(), rows, cols, mean.data(), variance.data());
    } else {
      for (std::size_t first = 0; first < cols; first += kStripe)
        column_moments(x.data(), rows, cols, first, std::min(kStripe, cols - first), mean.data(),
                       variance.data());
    }
    inverse_deviations(variance.data(), float(kEpsilon), inverse.data(), lines());
    for (std::size_t i = 0; i < x.size(); ++i) want_mean[line_of(i)] += double(x[i]) / double(length());
    for (std::size_t i = 0; i < x.size(); ++i)
      want_variance[line_of(i)] += std::pow(double(x[i]) - want_mean[line_of(i)], 2) / double(length());
  }

  Moments moments() const { return {mean.data(), inverse.data(), of_rows}; }
  double deviation(std::size_t line) const { return std::sqrt(want_variance[line] + kEpsilon); }
  double x_hat(std::size_t i) const { return (double(x[i]) - want_mean[line_of(i)]) / deviation(line_of(i)); }

  Floats output() const {
    Floats y(x.size());
    normalize(moments(), x.data(), gamma.data(), beta.data(), y.data(), rows, cols);
    return y;
  }
};

/// Every number of columns around the vectors and stripes, of rows few and many.
template <class Check>
void for_cases(Check check) {
  for (const bool of_rows : {false, true}) {
    for (std::size_t cols : {1u, 2u, 3u, 4u, 5u, 7u, 8u, 9u, 15u, 16u, 17u, 33u}) {
      for (std::size_t rows : {1u, 2u, 5u, 20u}) {
        CAPTURE(of_rows);
        CAPTURE(cols);
        CAPTURE(rows);
        check(Case(rows, cols, of_rows, rows * 100 + cols));
      }
    }
  }
}

}  // namespace

TEST_CASE("moments: mean and variance of columns and of rows, against double") {
  for_cases([](const Case& c) {
    for (std::size_t line = 0; line < c.lines(); ++line) {
      CHECK(std::fabs(double(c.mean[line]) - c.want_mean[line]) < 5e-7);
      CHECK(std::fabs(double(c.variance[line]) - c.want_variance[line]) <= 2e-7 * c.want_variance[line]);
      CHECK(std::fabs(double(c.inverse[line]) * c.deviation(line) - 1) < 3e-7);
    }
  });
}

TEST_CASE("moments: a small deviation far from 0 is not lost; huge numbers have a finite one") {
  for (const bool of_rows : {false, true}) {
    Case c(of_rows ? 3 : 64, of_rows ? 64 : 3, of_rows);
    for (float& value : c.x) value = 4096.0f + value;
    c.take_moments();
    for (std::size_t line = 0; line < 3; ++line)
      CHECK(std::fabs(double(c.variance[line]) / c.want_variance[line] - 1) < 1e-6);
    for (std::size_t i = 0; i < c.x.size(); ++i) c.x[i] = i % 5 < 2 ? kLarge : -kLarge;
    c.take_moments();
    for (std::size_t line = 0; line < 3; ++line) CHECK(c.variance[line] == std::numeric_limits<float>::max());
    for (float value : c.output()) CHECK(std::isfinite(value));
  }
}

TEST_CASE("normalize: against double; a NaN or an infinity spoils its line and no other") {
  for_cases([](const Case& c) {
    const Floats y = c.output();
    for (std::size_t i = 0; i < y.size(); ++i) {
      const double want = c.x_hat(i) * double(c.gamma[i % c.cols]) + double(c.beta[i % c.cols]);
      CHECK(std::fabs(double(y[i]) - want) < 5e-6 * (1 + std::fabs(want)));
    }
  });
  for (const bool of_rows : {false, true}) {
    for (const float broken : {kNan, kInf, -kInf}) {
      Case c(4, 6, of_rows);
      c.x[2 * 6 + 3] = broken;
      c.take_moments();
      const Floats y = c.output();
      for (std::size_t i = 0; i < y.size(); ++i)
        CHECK(std::isnan(y[i]) == (of_rows ? i / 6 == 2 : i % 6 == 3));
    }
  }
}

TEST_CASE("parameter_gradients: against double") {
  for_cases([](const Case& c) {
    Floats d_gamma(c.cols, 99.0f), d_beta(c.cols, 99.0f);
    for (std::size_t first = 0; first < c.cols; first += kStripe)
      parameter_gradients(c.moments(), c.x.data(), c.d_y.data(), c.rows, c.cols, first,
                          std::min(kStripe, c.cols - first), d_gamma.data(), d_beta.data());
    for (std::size_t col = 0; col < c.cols; ++col) {
      double want_gamma = 0, want_beta = 0;
      for (std::size_t i = col; i < c.x.size(); i += c.cols) {
        want_gamma += double(c.d_y[i]) * c.x_hat(i);
        want_beta += double(c.d_y[i]);
      }
      CHECK(std::fabs(double(d_gamma[col]) - want_gamma) < 2e-5);
      CHECK(std::fabs(double(d_beta[col]) - want_beta) < 2e-6);
    }
  });
}

// The full Jacobian of x_hat, written down number by number: d x_hat[j] / d x[i] within a line of n is
// ((i == j) - 1/n - x_hat[i] x_hat[j] / n) / deviation.
TEST_CASE("backward: through the moments of columns and of rows, against the whole Jacobian in double") {
  for_cases([](const Case& c) {
    Floats d_x(c.x.size(), 99.0f), d_gamma(c.cols), d_beta(c.cols);
    if (c.of_rows) {
      layer_normalize_backward(c.moments(), c.x.data(), c.d_y.data(), c.gamma.data(), d_x.data(), c.rows,
                               c.cols);
    } else {
      for (std::size_t first = 0; first < c.cols; first += kStripe)
        parameter_gradients(c.moments(), c.x.data(), c.d_y.data(), c.rows, c.cols, first,
                            std::min(kStripe, c.cols - first), d_gamma.data(), d_beta.data());
      batch_normalize_backward(c.moments(), c.x.data(), c.d_y.data(), c.gamma.data(), d_gamma.data(),
                               d_beta.data(), 1.0f / float(c.rows), d_x.data(), c.rows, c.cols);
    }
    const double n = double(c.length());
    for (std::size_t i = 0; i < d_x.size(); ++i) {
      double want = 0;
      for (std::size_t j = 0; j < d_x.size(); ++j) {
        if (c.line_of(i) != c.line_of(j)) continue;
        const double own = (i == j ? 1 : 0) - 1 / n - c.x_hat(i) * c.x_hat(j) / n;
        want += double(c.d_y[j]) * double(c.gamma[j % c.cols]) * own / c.deviation(c.line_of(i));
      }
      CHECK(std::fabs(double(d_x[i]) - want) < 2e-4);
    }
  });
}
