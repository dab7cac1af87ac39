#include "kernels/orthonormalize.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "support/values.hpp"

using namespace nw::kernels;
using nw::test::random_values;

namespace {

using Floats = std::vector<float>;

/// The largest distance of Q^T Q (of the columns, or of the rows when those are fewer) from 1, in double.
double distance_from_orthonormal(const Floats& q, std::size_t rows, std::size_t cols) {
  const bool tall = rows >= cols;
  const std::size_t count = tall ? cols : rows, length = tall ? rows : cols;
  const auto at = [&](std::size_t i, std::size_t k) {
    return double(tall ? q[i * cols + k] : q[k * cols + i]);
  };
  double worst = 0;
  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t b = a; b < count; ++b) {
      double sum = 0;
      for (std::size_t i = 0; i < length; ++i) sum += at(i, a) * at(i, b);
      worst = std::fmax(worst, std::fabs(sum - (a == b ? 1 : 0)));
    }
  }
  return worst;
}

}  // namespace

TEST_CASE("orthonormalize: Q^T Q = 1 for tall, square and wide matrices") {
  const std::size_t shapes[][2] = {{1, 1}, {5, 1}, {1, 5}, {3, 3}, {40, 7}, {7, 40}, {64, 64}, {130, 64}};
  for (const auto& [rows, cols] : shapes) {
    Floats q = random_values(rows * cols, rows + 100 * cols, -3, 3);
    orthonormalize(q, rows, cols);
    CAPTURE(rows);
    CAPTURE(cols);
    CHECK(distance_from_orthonormal(q, rows, cols) < 5e-7);
  }
}

TEST_CASE(
    "orthonormalize: it is the Q of a QR decomposition whose R has a positive diagonal and nothing below") {
  constexpr std::size_t kRows = 12, kCols = 5;
  const Floats a = random_values(kRows * kCols, 9);
  Floats q = a;
  orthonormalize(q, kRows, kCols);
  for (std::size_t k = 0; k < kCols; ++k) {
    for (std::size_t j = 0; j < kCols; ++j) {
      double r = 0;  // R = Q^T A
      for (std::size_t i = 0; i < kRows; ++i) r += double(q[i * kCols + k]) * double(a[i * kCols + j]);
      CAPTURE(k);
      CAPTURE(j);
      if (k == j) CHECK(r > 0.1);
      if (k > j) CHECK(std::fabs(r) < 1e-6);
    }
  }
}

TEST_CASE("orthonormalize: vectors that hardly differ, and vectors that are none") {
  Floats q = random_values(30 * 10, 3);
  for (std::size_t row = 0; row < 30; ++row)  // ten columns within a ten-thousandth of one another
    for (std::size_t col = 1; col < 10; ++col) q[row * 10 + col] = q[row * 10] + 1e-4f * q[row * 10 + col];
  orthonormalize(q, 30, 10);
  CHECK(distance_from_orthonormal(q, 30, 10) < 5e-7);

  Floats zeros(4 * 4);
  orthonormalize(zeros, 4, 4);
  CHECK(zeros == Floats{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1});
  Floats twice{1, 1, 0, 1, 1, 0, 0, 0, 5};  // the second column is the first
  orthonormalize(twice, 3, 3);
  CHECK(distance_from_orthonormal(twice, 3, 3) < 5e-7);
}
