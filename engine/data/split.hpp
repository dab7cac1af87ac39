#pragma once

#include <cstdint>
#include <vector>

#include "core/result.hpp"

namespace nw::data {

enum class SplitKind : int { every_fifth, shuffle, none };

/// Which rows train and which test.
struct SplitSpec {
  SplitKind kind = SplitKind::every_fifth;
  double test_share = 0.2;  // shuffle only; 0 <= share < 1
  std::uint64_t seed = 0;   // shuffle only
};

struct Split {
  std::vector<std::int32_t>
      train_rows;  // both ascending: the order within an epoch is drawn anew by each run
  std::vector<std::int32_t> test_rows;
};

/// Divides the rows 0 … rows-1.
///
/// every_fifth: the rows with index % 5 == 4 test, so that anybody can repeat it. shuffle: round(share *
/// rows) rows drawn at random test, at least one row trains. none: all rows train.
///
/// Needs    rows >= 1. Asserted.
/// Errors   bad_value (split.testShare).
/// Tests    tests/engine/data/split.test.cpp
core::Result<Split> split_rows(std::int32_t rows, const SplitSpec& spec) noexcept;

}  // namespace nw::data
