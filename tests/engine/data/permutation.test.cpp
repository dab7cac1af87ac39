#include "data/permutation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

using nw::core::Purpose;
using nw::core::Rng;

namespace {

std::vector<std::int32_t> permuted(std::size_t n, const Rng& rng) {
  std::vector<std::int32_t> items(n);
  nw::data::count_up(items);
  nw::data::permute(items, rng);
  return items;
}

}  // namespace

TEST_CASE("permute: every item once, the same order for the same stream, another for another") {
  for (std::size_t n : {0u, 1u, 2u, 7u, 1000u}) {
    const auto items = permuted(n, Rng(5, Purpose::shuffle, 1));
    CHECK(items == permuted(n, Rng(5, Purpose::shuffle, 1)));
    auto sorted = items;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t i = 0; i < n; ++i) CHECK(sorted[i] == static_cast<std::int32_t>(i));
  }
  CHECK(permuted(1000, Rng(5, Purpose::shuffle, 1)) != permuted(1000, Rng(5, Purpose::shuffle, 2)));
  CHECK(permuted(1000, Rng(5, Purpose::shuffle, 1)) != permuted(1000, Rng(6, Purpose::shuffle, 1)));
}

TEST_CASE("permute: the draws are those of Rng::below, one for each place from the last on") {
  const auto check = [](std::uint64_t part, std::size_t n) {
    const Rng rng(17, Purpose::shuffle, part);
    std::vector<std::int32_t> items(n);
    nw::data::count_up(items);
    for (std::size_t last = n - 1; last > 0; --last) {
      std::swap(items[last], items[rng.below(last, static_cast<std::uint32_t>(last + 1))]);
    }
    CHECK(permuted(n, rng) == items);
  };
  for (std::uint64_t part = 0; part < 50; ++part)
    for (std::size_t n = 1; n <= 40; ++n) check(part, n);
  check(50, 500000);  // so many that some draws are rejected: about n * n / 2^34 of them
}

TEST_CASE("permute: all 24 orders of four items are equally likely") {
  constexpr int kTries = 24000, kOrders = 24;
  std::vector<int> counts(256, 0);
  for (int part = 0; part < kTries; ++part) {
    const auto items = permuted(4, Rng(11, Purpose::shuffle, static_cast<std::uint64_t>(part)));
    ++counts[static_cast<std::size_t>(items[0] * 64 + items[1] * 16 + items[2] * 4 + items[3])];
  }
  const double expected = double(kTries) / kOrders;
  int seen = 0;
  for (const int count : counts) {
    if (count == 0) continue;
    ++seen;
    CHECK(std::fabs(count - expected) < 5.0 * std::sqrt(expected));  // 5 sigma of a Poisson count
  }
  CHECK(seen == kOrders);
}
