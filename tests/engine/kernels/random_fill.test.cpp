#include "kernels/random_fill.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/values.hpp"

using namespace nw::kernels;
using nw::core::Purpose;
using nw::core::Rng;
using nw::test::same_bits_all;

namespace {

constexpr std::size_t kDraws = 200000;

struct Moments {
  double mean, variance, third, fourth;  // the higher two standardized
};

Moments moments_of(const std::vector<float>& x) {
  const auto n = static_cast<double>(x.size());
  double mean = 0, second = 0, third = 0, fourth = 0;
  for (float value : x) mean += value / n;
  for (float value : x) {
    const double d = value - mean;
    second += d * d / n;
    third += d * d * d / n;
    fourth += d * d * d * d / n;
  }
  return {mean, second, third / std::pow(second, 1.5), fourth / (second * second)};
}

using Fill = void (*)(std::span<float>, const Rng&, float, float);
const Fill kFills[] = {fill_uniform, fill_normal, fill_truncated_normal};

std::vector<float> filled(Fill fill, std::size_t size, const Rng& rng, float a, float b) {
  std::vector<float> x(size, 777.0f);
  fill(x, rng, a, b);
  return x;
}

}  // namespace

TEST_CASE("random fills: an element depends on seed, stream and index alone, not on how many there are") {
  const Rng rng(7, Purpose::tests, 3);
  for (Fill fill : kFills) {
    const auto all = filled(fill, 64, rng, 0.0f, 1.0f);
    for (std::size_t size = 0; size <= 17; ++size) {
      const auto some = filled(fill, size, rng, 0.0f, 1.0f);
      CHECK(same_bits_all(some, std::vector<float>(all.begin(), all.begin() + static_cast<long>(size))));
    }
    CHECK(!same_bits_all(all, filled(fill, 64, Rng(8, Purpose::tests, 3), 0.0f, 1.0f)));
    CHECK(!same_bits_all(all, filled(fill, 64, Rng(7, Purpose::tests, 4), 0.0f, 1.0f)));
  }
}

TEST_CASE("fill_uniform: low + (high - low) * Rng::uniform(i), within its range") {
  const Rng rng(1, Purpose::tests);
  const auto x = filled(fill_uniform, 1000, rng, -2.0f, 6.0f);
  bool right = true;
  for (std::size_t i = 0; i < x.size(); ++i) right = right && x[i] == -2.0f + 8.0f * rng.uniform(i);
  CHECK(right);
  const auto many = filled(fill_uniform, kDraws, rng, -2.0f, 6.0f);
  CHECK(*std::min_element(many.begin(), many.end()) >= -2.0f);
  CHECK(*std::max_element(many.begin(), many.end()) < 6.0f);
  CHECK(filled(fill_uniform, 3, rng, 5.0f, 5.0f) == std::vector<float>{5, 5, 5});
}

TEST_CASE("fill_normal: mean, variance, skewness and kurtosis within 5 sigma") {
  const double n = kDraws, mean = 3, stddev = 0.5;
  const Moments got = moments_of(filled(fill_normal, kDraws, Rng(2, Purpose::tests), 3.0f, 0.5f));
  CHECK(std::fabs(got.mean - mean) < 5 * stddev / std::sqrt(n));
  CHECK(std::fabs(got.variance - stddev * stddev) < 5 * stddev * stddev * std::sqrt(2 / n));
  CHECK(std::fabs(got.third) < 5 * std::sqrt(6 / n));
  CHECK(std::fabs(got.fourth - 3) < 5 * std::sqrt(24 / n));
}

TEST_CASE("fill_normal: the tails are there, and as heavy as they should be") {
  const auto x = filled(fill_normal, kDraws, Rng(3, Purpose::tests), 0.0f, 1.0f);
  const auto beyond = [&](double limit) {
    return static_cast<double>(
        std::count_if(x.begin(), x.end(), [&](float v) { return std::fabs(v) > limit; }));
  };
  for (double limit : {1.0, 2.0, 3.0, 4.0}) {
    const double p = std::erfc(limit / std::sqrt(2.0)), expected = p * kDraws;
    CAPTURE(limit);
    CHECK(std::fabs(beyond(limit) - expected) < 5 * std::sqrt(expected * (1 - p)) + 1);
  }
  CHECK(beyond(5.78) == 0);
}

TEST_CASE("fill_normal: a draw of 0, once in 2^24, is no logarithm of 0") {
  const Rng rng(1, Purpose::tests, 10979436);
  REQUIRE(rng.uniform(0) == 0.0f);
  const auto x = filled(fill_normal, 4, rng, 0.0f, 1.0f);
  CHECK(x[0] == 0.0f);  // a radius of 0
  CHECK(x[1] == 0.0f);
}

TEST_CASE("fill_normal: the two of a pair, and neighboring pairs, are not correlated") {
  const auto x = filled(fill_normal, kDraws, Rng(4, Purpose::tests), 0.0f, 1.0f);
  for (std::size_t lag : {1u, 2u, 3u, 4u}) {
    double product = 0, squares = 0;
    for (std::size_t i = 0; i + lag < x.size(); i += 2) {
      product += static_cast<double>(x[i]) * x[i + lag];
      squares += (static_cast<double>(x[i]) * x[i] - 1) * (static_cast<double>(x[i + lag]) * x[i + lag] - 1);
    }
    const double pairs = kDraws / 2.0;
    CAPTURE(lag);
    CHECK(std::fabs(product / pairs) < 5 / std::sqrt(pairs));
    CHECK(std::fabs(squares / pairs) <
          5 * 2 / std::sqrt(pairs));  // radius and angle shared: squares would betray it
  }
}

TEST_CASE("fill_truncated_normal: within 2 sigma, with the standard deviation that Keras divides by") {
  const auto x = filled(fill_truncated_normal, kDraws, Rng(5, Purpose::tests), 1.0f, 0.25f);
  for (float value : {*std::min_element(x.begin(), x.end()), *std::max_element(x.begin(), x.end())}) {
    CHECK(std::fabs(value - 1.0f) <= 0.5f);
    CHECK(std::fabs(value - 1.0f) > 0.49f);  // it does go that far
  }
  const double n = kDraws, stddev = 0.25 * kTruncatedNormalStddev;
  const Moments got = moments_of(x);
  CHECK(std::fabs(got.mean - 1) < 5 * stddev / std::sqrt(n));
  // The variance of the sample variance, with the fourth moment of the cut normal (about 2.37 standardized).
  CHECK(std::fabs(got.variance - stddev * stddev) < 5 * stddev * stddev * std::sqrt((2.4 - 1) / n));
  CHECK(std::fabs(got.third) < 5 * std::sqrt(6 / n));
}

TEST_CASE("fill_truncated_normal: leaves those alone that lie within, and draws the others again") {
  const Rng rng(6, Purpose::tests);
  const auto cut = filled(fill_truncated_normal, 10000, rng, 0.0f, 1.0f),
             whole = filled(fill_normal, 10000, rng, 0.0f, 1.0f);
  int redrawn = 0;
  bool right = true;
  for (std::size_t i = 0; i < cut.size(); ++i) {
    const bool within = std::fabs(whole[i]) <= 2.0f;
    right = right && (within ? cut[i] == whole[i] : cut[i] != whole[i] && std::fabs(cut[i]) < 2.0f);
    redrawn += !within;
  }
  CHECK(right);
  CHECK(std::fabs(redrawn - 455.0) < 5 * 21);  // 4.55 % of 10000
}
