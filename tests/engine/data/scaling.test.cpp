#include "data/scaling.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <vector>

using namespace nw::data;

namespace {

// Four training rows and one test row (the last); the third column is constant in training only, the fourth
// holds one number whose mean does not round to itself.
const std::vector<float> kRows{1, -8, 5, 0.1f,  //
                               2, 2,  5, 0.1f,  //
                               3, 4,  5, 0.1f,  //
                               6, 2,  5, 0.1f,  //
                               9, 16, 7, 0.3f};
const std::vector<std::int32_t> kTrain{0, 1, 2, 3};

}  // namespace

TEST_CASE("scaling: none leaves every bit") {
  auto rows = kRows;
  scale_rows(rows, measure_columns(rows, 4, kTrain, Scaling::none));
  CHECK(rows == kRows);
}

TEST_CASE("scaling: by the largest magnitude of the training rows") {
  auto rows = kRows;
  const auto scaling = measure_columns(rows, 4, kTrain, Scaling::maximum);
  CHECK(scaling.mean == std::vector<float>{0, 0, 0, 0});
  CHECK(scaling.factor == std::vector<float>{1.0f / 6, 1.0f / 8, 0, 0});
  scale_rows(rows, scaling);
  CHECK(rows[1] == -1.0f);
  CHECK(rows[17] == 2.0f);  // test rows may lie outside
  CHECK(rows[18] == 0.0f);  // constant in training: 0 everywhere
}

TEST_CASE(
    "scaling: standardized training columns have mean 0 and population deviation 1, constant ones become 0") {
  auto rows = kRows;
  const auto scaling = measure_columns(rows, 4, kTrain, Scaling::standardize);
  CHECK(scaling.mean[0] == 3.0f);
  CHECK(scaling.mean[1] == 0.0f);
  CHECK(scaling.factor[0] == doctest::Approx(1.0 / std::sqrt((4 + 1 + 0 + 9) / 4.0)));
  scale_rows(rows, scaling);
  for (int column = 0; column < 2; ++column) {
    double sum = 0, squares = 0;
    for (int row = 0; row < 4; ++row) {
      sum += rows[static_cast<std::size_t>(row * 4 + column)];
      squares += std::pow(double(rows[static_cast<std::size_t>(row * 4 + column)]), 2);
    }
    CHECK(sum == doctest::Approx(0.0).epsilon(1e-6));
    CHECK(squares / 4 == doctest::Approx(1.0).epsilon(1e-6));
  }
  for (int row = 0; row < 5; ++row) {
    CHECK(rows[static_cast<std::size_t>(row * 4 + 2)] == 0.0f);
    CHECK(rows[static_cast<std::size_t>(row * 4 + 3)] == 0.0f);
  }
}

TEST_CASE("scaling: a far column keeps its digits") {
  std::vector<float> rows(1000);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = 1.0e6f + static_cast<float>(i % 2);
  std::vector<std::int32_t> train(rows.size());
  std::iota(train.begin(), train.end(), 0);
  const auto scaling = measure_columns(rows, 1, train, Scaling::standardize);
  CHECK(scaling.factor[0] == doctest::Approx(2.0));
}
