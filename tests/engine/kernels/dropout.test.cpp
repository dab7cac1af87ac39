#include "kernels/dropout.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "support/values.hpp"

using namespace nw::kernels;
using nw::core::Purpose;
using nw::core::Rng;
using nw::test::kInf;
using nw::test::kNan;
using Floats = std::vector<float>;

namespace {

DropoutMask mask_of(double rate, std::uint64_t part = 1) {
  return make_dropout_mask(Rng(7, Purpose::tests, part), rate);
}

Floats dropped(const DropoutMask& mask, const Floats& x, std::size_t first = 0) {
  Floats y(x.size(), 99.0f);
  dropout(mask, first, x, y);
  return y;
}

}  // namespace

TEST_CASE("dropout: every number is 0 or scaled, as its own random bits say, for every tail") {
  const Rng rng(7, Purpose::tests, 1);
  for (const double rate : {0.0, 0.1, 0.5, 0.9}) {
    for (std::size_t size = 0; size <= 17; ++size) {
      const Floats x = nw::test::random_values(size, size + 1, 1, 2), y = dropped(mask_of(rate), x);
      CAPTURE(rate);
      CAPTURE(size);
      for (std::size_t i = 0; i < size; ++i) {
        const bool is_dropped = rng.u32(i) / 4294967296.0 < rate;
        const double want = is_dropped ? 0.0 : x[i] / (1 - rate);
        CHECK(std::fabs(y[i] - want) <= 2e-7 * want);
      }
    }
  }
}

TEST_CASE("dropout: parts of an array have the bits of the whole") {
  const Floats x = nw::test::random_values(103, 2);
  const Floats whole = dropped(mask_of(0.4), x);
  for (std::size_t first = 0; first < x.size(); first += 4) {
    const Floats part(x.begin() + long(first), x.end());
    CHECK(nw::test::same_bits_all(dropped(mask_of(0.4), part, first),
                                  Floats(whole.begin() + long(first), whole.end())));
  }
}

TEST_CASE("dropout: the share that is dropped and the expectation, within 5 sigma") {
  constexpr std::size_t kSize = 100000;
  for (const double rate : {0.01, 0.25, 0.5, 0.8}) {
    const Floats y = dropped(mask_of(rate, 5), Floats(kSize, 1.0f));
    double zeros = 0, sum = 0;
    for (float value : y) {
      zeros += value == 0.0f ? 1 : 0;
      sum += double(value);
    }
    const double sigma = std::sqrt(rate * (1 - rate) / kSize);
    CAPTURE(rate);
    CHECK(std::fabs(zeros / kSize - rate) < 5 * sigma);
    CHECK(std::fabs(sum / kSize - 1) < 5 * sigma / (1 - rate) + 1e-6);
  }
}

TEST_CASE("dropout: NaN and infinities show, dropped or not; in place; a rate of almost 1") {
  for (const float broken : {kNan, kInf, -kInf}) {
    for (float value : dropped(mask_of(0.5), Floats(64, broken))) CHECK_FALSE(std::isfinite(value));
  }
  Floats x = nw::test::random_values(21, 3);
  const Floats want = dropped(mask_of(0.5), x);
  dropout(mask_of(0.5), 0, x, x);
  CHECK(nw::test::same_bits_all(x, want));
  const double almost = 1 - 1e-12;
  for (float value : dropped(mask_of(almost), Floats(1000, 1.0f))) CHECK(value == 0.0f);
}
