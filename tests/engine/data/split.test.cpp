#include "data/split.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <string>

using namespace nw::data;

namespace {

/// Every row once, in train or in test, both ascending.
void check_partition(const Split& split, std::int32_t rows) {
  std::vector<std::int32_t> all(split.train_rows);
  all.insert(all.end(), split.test_rows.begin(), split.test_rows.end());
  CHECK(std::is_sorted(split.train_rows.begin(), split.train_rows.end()));
  CHECK(std::is_sorted(split.test_rows.begin(), split.test_rows.end()));
  std::sort(all.begin(), all.end());
  REQUIRE(all.size() == static_cast<std::size_t>(rows));
  for (std::int32_t row = 0; row < rows; ++row) CHECK(all[static_cast<std::size_t>(row)] == row);
}

}  // namespace

TEST_CASE("split: every fifth row tests, beginning with the fifth") {
  const auto split = split_rows(150, {SplitKind::every_fifth});
  REQUIRE(split.ok());
  check_partition(*split, 150);
  REQUIRE(split->test_rows.size() == 30);
  for (const auto row : split->test_rows) CHECK(row % 5 == 4);
  CHECK(split_rows(4, {SplitKind::every_fifth})->test_rows.empty());
}

TEST_CASE("split: shuffled, by share and seed; a row always trains") {
  const auto split = split_rows(150, {SplitKind::shuffle, 0.3, 7});
  REQUIRE(split.ok());
  check_partition(*split, 150);
  CHECK(split->test_rows.size() == 45);
  CHECK(split_rows(9, {SplitKind::shuffle, 0.3, 7})->test_rows.size() == 3);  // 2.7, rounded
  CHECK(split->test_rows == split_rows(150, {SplitKind::shuffle, 0.3, 7})->test_rows);
  CHECK(split->test_rows != split_rows(150, {SplitKind::shuffle, 0.3, 8})->test_rows);
  CHECK(split_rows(10, {SplitKind::shuffle, 0.0, 1})->test_rows.empty());
  CHECK(split_rows(10, {SplitKind::shuffle, 0.99, 1})->train_rows.size() == 1);
  CHECK(split_rows(1, {SplitKind::shuffle, 0.5, 1})->train_rows.size() == 1);
}

TEST_CASE("split: none trains on everything") {
  const auto split = split_rows(7, {SplitKind::none});
  REQUIRE(split.ok());
  check_partition(*split, 7);
  CHECK(split->test_rows.empty());
}

TEST_CASE("split: a share outside 0 to 1 is refused with its field") {
  for (const double share : {-0.1, 1.0, 2.0, std::numeric_limits<double>::quiet_NaN()}) {
    const auto split = split_rows(10, {SplitKind::shuffle, share, 1});
    REQUIRE_FALSE(split.ok());
    CHECK(split.error().code == nw::core::Errc::bad_value);
    CHECK(std::string(split.error().field) == "split.testShare");
  }
}
