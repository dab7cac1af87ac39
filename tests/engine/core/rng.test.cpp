#include "core/rng.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <vector>

using namespace nw::core;

TEST_CASE("philox4x32: the vectors published with Random123") {
  // Random123 1.14.0, tests/kat_vectors, "philox4x32 10".
  using Words = std::array<std::uint32_t, 4>;
  CHECK(philox4x32({0, 0, 0, 0}, {0, 0}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
        Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("Rng: seed, stream, index and attempt stand where the header says") {
  const std::uint64_t seed = 0x0011223344556677, stream = 0x8899aabbccddeeff,
                      index = 4 * 0x0000123456789abc + 2;
  const auto words = philox4x32({0x56789abc, 0x03001234, 0xccddeeff, 0x8899aabb}, {0x44556677, 0x00112233});
  CHECK(Rng(seed, stream).u32(index, 3) == words[2]);
  CHECK(Rng(seed, stream).block(index / 4, 3) == words);
  CHECK(stream_id(Purpose::shuffle, 5) == (static_cast<std::uint64_t>(2) << 48 | 5));
}

TEST_CASE("Rng: another seed, stream, part, index or attempt gives another number") {
  std::set<std::uint32_t> seen;
  int draws = 0;
  for (std::uint64_t seed : {0ull, 1ull, 1ull << 32, (1ull << 53) - 1}) {
    for (Purpose purpose : {Purpose::weights, Purpose::shuffle}) {
      for (std::uint64_t part : {0ull, 1ull, 1ull << 40}) {
        for (std::uint64_t index : {0ull, 1ull, 4ull, 1ull << 34}) {
          for (std::uint32_t attempt : {0u, 1u, 255u}) {
            seen.insert(Rng(seed, purpose, part).u32(index, attempt));
            ++draws;
          }
        }
      }
    }
  }
  CHECK(static_cast<int>(seen.size()) ==
        draws);  // 288 of 2^32: a chance collision has probability 1e-5, and it is fixed
}

TEST_CASE("Rng::uniform: in [0, 1), mean and variance of a uniform within 5 sigma") {
  const Rng rng(7, Purpose::tests);
  const int n = 200000;
  double sum = 0, squares = 0;
  bool in_range = true;
  for (int i = 0; i < n; ++i) {
    const double u = rng.uniform(i);
    in_range = in_range && u >= 0 && u < 1;
    sum += u;
    squares += (u - 0.5) * (u - 0.5);
  }
  CHECK(in_range);
  CHECK(std::fabs(sum / n - 0.5) < 5 * std::sqrt(1.0 / 12 / n));
  CHECK(std::fabs(squares / n - 1.0 / 12) < 5 * std::sqrt(1.0 / 180 / n));  // Var[(u - 1/2)^2] = 1/80 - 1/144
  CHECK(uniform_from_bits(0) == 0.0f);
  CHECK(uniform_from_bits(0xffffffff) == 1.0f - 0x1p-24f);
}

TEST_CASE("Rng::uniform: neighbors in index are not correlated") {
  const Rng rng(11, Purpose::tests);
  const int n = 100000;
  for (int lag : {1, 2, 4}) {
    double sum = 0;
    for (int i = 0; i < n; ++i) sum += (rng.uniform(i) - 0.5) * (rng.uniform(i + lag) - 0.5);
    CAPTURE(lag);
    CHECK(std::fabs(sum / n) < 5.0 / 12 / std::sqrt(n));
  }
}

TEST_CASE("Rng::below: every number equally often (chi-square at 5 sigma), also where draws are rejected") {
  for (std::uint32_t n : {1u, 2u, 3u, 10u, 1000u}) {
    CAPTURE(n);
    const Rng rng(3, Purpose::tests, n);
    const int draws = 100000;
    std::vector<int> counts(n);
    for (int i = 0; i < draws; ++i) {
      const std::uint32_t drawn = rng.below(i, n);
      if (drawn < n) ++counts[drawn];
    }
    CHECK(std::accumulate(counts.begin(), counts.end(), 0) == draws);  // all of them in range
    double chi = 0;
    const double expected = static_cast<double>(draws) / n;
    for (int count : counts) chi += (count - expected) * (count - expected) / expected;
    const double freedom = n - 1.0;
    CHECK(std::fabs(chi - freedom) <= 5 * std::sqrt(2 * freedom));
  }
}

TEST_CASE("Rng::below: of 3 * 2^30 numbers each comes equally often, though 2^32 is no multiple of that") {
  // Without rejection a multiple of 3 would be hit by two words, and the others by one.
  const std::uint32_t n = 3u << 30;
  const Rng rng(5, Purpose::tests);
  const int draws = 30000;
  int residues[3] = {};
  for (int i = 0; i < draws; ++i) ++residues[rng.below(i, n) % 3];
  for (int count : residues) CHECK(std::fabs(count - draws / 3.0) < 5 * std::sqrt(draws * 2.0 / 9));
}
