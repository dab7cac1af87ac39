#include "data/split.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/rng.hpp"
#include "data/permutation.hpp"

namespace nw::data {
namespace {

Split every_fifth(std::int32_t rows) noexcept {
  Split split;
  for (std::int32_t row = 0; row < rows; ++row) {
    (row % 5 == 4 ? split.test_rows : split.train_rows).push_back(row);
  }
  return split;
}

Split shuffled(std::int32_t rows, double share, std::uint64_t seed) noexcept {
  std::vector<std::int32_t> order(static_cast<std::size_t>(rows));
  count_up(order);
  permute(order, core::Rng(seed, core::Purpose::split));
  const auto wanted = static_cast<std::int32_t>(std::floor(share * rows + 0.5));
  const auto tests = std::min(wanted, rows - 1);
  std::vector<bool> tested(order.size());
  for (std::int32_t place = 0; place < tests; ++place)
    tested[static_cast<std::size_t>(order[static_cast<std::size_t>(place)])] = true;
  Split split;
  for (std::int32_t row = 0; row < rows; ++row)
    (tested[static_cast<std::size_t>(row)] ? split.test_rows : split.train_rows).push_back(row);
  return split;
}

}  // namespace

core::Result<Split> split_rows(std::int32_t rows, const SplitSpec& spec) noexcept {
  assert(rows >= 1);
  if (spec.kind == SplitKind::every_fifth) return every_fifth(rows);
  if (spec.kind == SplitKind::shuffle) {
    const bool share_is_valid = spec.test_share >= 0.0 && spec.test_share < 1.0;  // false for NaN, too
    if (!share_is_valid) return core::Error{core::Errc::bad_value, "split.testShare", 1.0, spec.test_share};
    return shuffled(rows, spec.test_share, spec.seed);
  }
  Split all;
  all.train_rows.resize(static_cast<std::size_t>(rows));
  count_up(all.train_rows);
  return all;
}

}  // namespace nw::data
