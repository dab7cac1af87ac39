#include "kernels/softmax.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "kernels/row_max.hpp"
#include "support/gradient.hpp"
#include "support/reference.hpp"
#include "support/values.hpp"

using nw::kernels::softmax_rows;
using nw::kernels::softmax_rows_backward;
using nw::test::kInf;
using nw::test::kNan;
using nw::test::random_values;
using nw::test::same_bits_all;

namespace {

std::vector<float> softmax(const std::vector<float>& x, std::size_t cols) {
  std::vector<float> y(x.size());
  softmax_rows(x, y, cols);
  return y;
}

}  // namespace

TEST_CASE("softmax_rows: matches the reference for every tail length, and rows sum to 1") {
  for (std::size_t cols = 1; cols <= 33; ++cols) {
    const auto x = random_values(3 * cols, cols, -30, 30);
    const auto y = softmax(x, cols);
    for (std::size_t r = 0; r < 3; ++r) {
      const auto want =
          nw::test::activated("softmax", std::vector<double>(x.begin() + static_cast<long>(r * cols),
                                                             x.begin() + static_cast<long>((r + 1) * cols)));
      double worst = 0, sum = 0;
      for (std::size_t c = 0; c < cols; ++c) {
        worst = std::max(worst, std::fabs(y[r * cols + c] - want[c]) / (1e-7 + 4e-6 * want[c]));
        sum += y[r * cols + c];
      }
      CAPTURE(cols);
      CHECK(worst <= 1);
      CHECK(std::fabs(sum - 1) < 3e-6);
    }
  }
}

TEST_CASE("softmax_rows: adding a number to a row changes nothing, where that number adds exactly") {
  std::vector<float> x{1.5f, -2.25f, 0.0f, 3.75f, 2.0f}, shifted = x;
  for (float& value : shifted) value += 1024.0f;
  CHECK(same_bits_all(softmax(x, 5), softmax(shifted, 5)));
}

TEST_CASE("softmax_rows: in place gives the same bits") {
  const auto x = random_values(4 * 11, 1, -5, 5);
  auto y = x;
  softmax_rows(y, y, 11);
  CHECK(same_bits_all(y, softmax(x, 11)));
}

TEST_CASE("softmax_rows: a NaN spoils its own row only, whichever place it has") {
  for (std::size_t at = 0; at < 7; ++at) {
    auto x = random_values(3 * 7, 2);
    x[7 + at] = kNan;
    const auto y = softmax(x, 7);
    for (std::size_t i = 0; i < y.size(); ++i) CHECK(std::isnan(y[i]) == (i / 7 == 1));
  }
}

TEST_CASE("softmax_rows: huge logits do not overflow, -inf has probability 0, +inf makes the row NaN") {
  CHECK(softmax({nw::test::kHuge, nw::test::kHuge}, 2) == std::vector<float>{0.5f, 0.5f});
  CHECK(softmax({1000.0f, -nw::test::kHuge, 0.0f}, 3) == std::vector<float>{1.0f, 0.0f, 0.0f});
  CHECK(softmax({0.0f, -kInf, 0.0f}, 3) == std::vector<float>{0.5f, 0.0f, 0.5f});
  CHECK(std::isnan(softmax({0.0f, kInf, 0.0f}, 3)[1]));
}

TEST_CASE("softmax_rows_backward: agrees with finite differences, and rows sum to 0") {
  for (std::size_t cols : {1u, 2u, 3u, 4u, 5u, 9u}) {
    const auto x = random_values(2 * cols, cols, -2, 2), weights = random_values(2 * cols, 7);
    const auto loss = [&](std::span<const float> at) {
      const auto y = softmax({at.begin(), at.end()}, cols);
      double total = 0;
      for (std::size_t i = 0; i < y.size(); ++i) total += static_cast<double>(weights[i]) * y[i];
      return total;
    };
    auto d = weights;
    softmax_rows_backward(softmax(x, cols), d, cols);
    CAPTURE(cols);
    CHECK(nw::test::gradient_error(loss, x, d) < 1e-3);
    double sum = 0;
    for (float value : d) sum += value;
    CHECK(std::fabs(sum) < 1e-6);
  }
}

TEST_CASE("row_max: the largest of every tail length; one NaN anywhere is enough") {
  for (std::size_t cols = 1; cols <= 17; ++cols) {
    auto x = random_values(cols, cols, -9, -1);
    for (std::size_t at = 0; at < cols; ++at) {
      auto y = x;
      y[at] = 5.0f;
      CHECK(nw::kernels::row_max(y.data(), cols) == 5.0f);
      y[at] = kNan;
      if (cols > 1) y[(at + 1) % cols] = kInf;
      CHECK(std::isnan(nw::kernels::row_max(y.data(), cols)));
    }
  }
}
