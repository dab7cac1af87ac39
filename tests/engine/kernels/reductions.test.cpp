#include "kernels/reductions.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "support/values.hpp"

using namespace nw::kernels;
using nw::test::kInf;
using nw::test::kNan;
using nw::test::random_values;
using nw::test::same_bits;

TEST_CASE("column_sums: the plain float sum from the first row to the last, bit by bit, for every tail") {
  for (std::size_t cols = 1; cols <= 17; ++cols) {
    for (std::size_t rows : {0u, 1u, 2u, 33u}) {
      const auto x = random_values(rows * cols, cols, -5, 5);
      std::vector<float> sums(cols, 99.0f);
      column_sums(x, sums);
      bool same = true;
      for (std::size_t c = 0; c < cols; ++c) {
        float want = 0;
        for (std::size_t r = 0; r < rows; ++r) want += x[r * cols + c];
        same = same && same_bits(sums[c], want);
      }
      CAPTURE(cols);
      CAPTURE(rows);
      CHECK(same);
    }
  }
}

TEST_CASE("column_sums: a NaN or infinity stays in its column") {
  std::vector<float> x(3 * 5, 1.0f), sums(5);
  x[5 + 1] = kNan;
  x[10 + 4] = kInf;
  column_sums(x, sums);
  CHECK(sums[0] == 3.0f);
  CHECK(std::isnan(sums[1]));
  CHECK(sums[2] == 3.0f);
  CHECK(sums[4] == kInf);
}

TEST_CASE("sum_abs, sum_squares: match the reference for every tail, without overflow or lost small ones") {
  for (std::size_t size = 0; size <= 17; ++size) {
    const auto x = random_values(size, size, -3, 3);
    long double sum = 0, squares = 0;
    for (float value : x) {
      sum += std::fabs(static_cast<long double>(value));
      squares += static_cast<long double>(value) * value;
    }
    CAPTURE(size);
    CHECK(sum_abs(x) == doctest::Approx(static_cast<double>(sum)).epsilon(1e-14));
    CHECK(sum_squares(x) == doctest::Approx(static_cast<double>(squares)).epsilon(1e-14));
  }
  CHECK(sum_squares(std::vector<float>{3e38f, 1.0f}) == doctest::Approx(9e76));
  std::vector<float> many(1000001, 1e-4f);
  many[0] = 1e4f;  // in floats, 1e4 + 1e-4 is 1e4
  CHECK(sum_abs(many) == doctest::Approx(1e4 + 1e6 * static_cast<double>(1e-4f)).epsilon(1e-12));
  CHECK(std::isnan(sum_abs(std::vector<float>{1.0f, kNan})));
  CHECK(sum_squares(std::vector<float>{-kInf}) == INFINITY);
}

TEST_CASE("all_finite: finds one NaN or infinity at every place of every tail") {
  CHECK(all_finite({}));
  for (std::size_t size = 1; size <= 17; ++size) {
    auto x = random_values(size, size, -1e38f, 1e38f);
    CHECK(all_finite(x));
    for (std::size_t at = 0; at < size; ++at) {
      for (float bad : {kNan, kInf, -kInf}) {
        auto y = x;
        y[at] = bad;
        CAPTURE(size);
        CAPTURE(at);
        CHECK(!all_finite(y));
      }
    }
  }
}
