#include "inspect/cosines.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "support/values.hpp"

using namespace nw::inspect;
using namespace nw::test;

namespace {

Cosines made(const std::vector<float>& values, std::int32_t cols) {
  auto cosines = cosines_of(values, cols);
  REQUIRE(cosines.ok());
  return std::move(cosines).value();
}

}  // namespace

TEST_CASE("cosines_of: the definition, pair by pair, in double") {
  constexpr int kRows = 23, kCols = 6;
  const auto w = random_values(kRows * kCols, 5);
  const Cosines found = made(w, kCols);
  double magnitudes = 0;
  for (int a = 0; a < kCols; ++a) {
    for (int b = 0; b < kCols; ++b) {
      double product = 0, first = 0, second = 0;
      for (int i = 0; i < kRows; ++i) {
        const double x = w[std::size_t(i * kCols + a)], y = w[std::size_t(i * kCols + b)];
        product += x * y;
        first += x * x;
        second += y * y;
      }
      const double wanted = product / std::sqrt(first * second);
      CHECK(std::fabs(found.matrix[std::size_t(a * kCols + b)] - wanted) < 1e-7);
      if (a < b) magnitudes += std::fabs(wanted);
    }
  }
  CHECK(found.mean_magnitude == doctest::Approx(magnitudes / 15).epsilon(1e-12));
}

TEST_CASE("cosines_of: 1 for the same direction, -1 for the opposite one, 0 across; symmetric") {
  const Cosines found = made({1, 3, -2, 0, 0, 0, 0, 5}, 4);  // columns (1,0) (3,0) (-2,0) (0,5)
  const std::vector<float> matrix(found.matrix.span().begin(), found.matrix.span().end());
  CHECK(matrix == std::vector<float>{1, 1, -1, 0, 1, 1, -1, 0, -1, -1, 1, 0, 0, 0, 0, 1});
  CHECK(found.mean_magnitude == 0.5);  // 3 of 6 pairs
}

TEST_CASE("cosines_of: a unit of zeros has no direction, and spoils no other pair") {
  const Cosines found = made({1, 0, 1, 1, 0, -1}, 3);
  CHECK(std::isnan(found.matrix[1]));
  CHECK(std::isnan(found.matrix[4]));
  CHECK(found.matrix[2] == 0.0f);
  CHECK(found.mean_magnitude == 0);
  CHECK(std::isnan(made({1, 2, 3}, 1).mean_magnitude));  // no pair
}

TEST_CASE("cosines_of: more units than a picture holds are refused") {
  const std::vector<float> values(2049);
  const auto refused = cosines_of(values, 2049);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == nw::core::Errc::bad_value);
  CHECK(cosines_of(std::span(values).first(2048), 2048).ok());
}
