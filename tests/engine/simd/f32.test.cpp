#include "simd/f32.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "support/values.hpp"

using namespace nw::simd;
using nw::test::kInf;
using nw::test::kNan;
using nw::test::same_bits;

namespace {

std::array<float, kLanes> lanes_of(F32 a) {
  std::array<float, kLanes> lanes;
  store(lanes.data(), a);
  return lanes;
}

// Every pair of these goes through max and min.
const float kSpecial[] = {0.0f, -0.0f, 1.0f, -1.0f, 3e38f, -3e38f, 1e-40f, kInf, -kInf, kNan};

}  // namespace

TEST_CASE("F32: arithmetic is that of single precision, lane by lane") {
  const std::vector<float> a = nw::test::random_values(64, 1, -5, 5),
                           b = nw::test::random_values(64, 2, -5, 5);
  for (std::size_t i = 0; i < a.size(); i += kLanes) {
    const F32 x = load(&a[i]), y = load(&b[i]);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const float p = a[i + lane], q = b[i + lane];
      CHECK(same_bits(lanes_of(x + y)[lane], p + q));
      CHECK(same_bits(lanes_of(x - y)[lane], p - q));
      CHECK(same_bits(lanes_of(x * y)[lane], p * q));
      CHECK(same_bits(lanes_of(x / y)[lane], p / q));
      CHECK(same_bits(lanes_of(-x)[lane], -p));
      CHECK(same_bits(lanes_of(abs(x))[lane], std::fabs(p)));
      CHECK(same_bits(lanes_of(sqrt(abs(x)))[lane], std::sqrt(std::fabs(p))));
      CHECK(same_bits(lanes_of(round(x))[lane], std::nearbyint(p)));
#if !defined(__wasm_relaxed_simd__)
      volatile float product = p * q;  // rounded by itself, whatever the compiler would like to fuse
      CHECK(same_bits(lanes_of(mul_add(x, y, F32(3.0f)))[lane], product + 3.0f));
#endif
    }
  }
}

TEST_CASE("max, min: NaN on either side comes through, in every lane; else the larger and the smaller") {
  for (float a : kSpecial) {
    for (float b : kSpecial) {
      CAPTURE(a);
      CAPTURE(b);
      const float largest = lanes_of(max(F32(a), F32(b)))[2], smallest = lanes_of(min(F32(a), F32(b)))[1];
      if (std::isnan(a) || std::isnan(b)) {
        CHECK(std::isnan(largest));
        CHECK(std::isnan(smallest));
      } else if (a == b) {  // of the two zeros: the second
        CHECK(same_bits(largest, b));
        CHECK(same_bits(smallest, b));
      } else {
        CHECK(same_bits(largest, a > b ? a : b));
        CHECK(same_bits(smallest, a < b ? a : b));
      }
    }
  }
}

TEST_CASE("clip: into the range, NaN stays NaN, infinities become the ends") {
  const auto clipped = [](float x) { return lanes_of(clip(F32(x), F32(-2.0f), F32(3.0f)))[3]; };
  CHECK(clipped(1.5f) == 1.5f);
  CHECK(clipped(-7.0f) == -2.0f);
  CHECK(clipped(7.0f) == 3.0f);
  CHECK(clipped(kInf) == 3.0f);
  CHECK(clipped(-kInf) == -2.0f);
  CHECK(std::isnan(clipped(kNan)));
}

TEST_CASE("sign: -1, 0 or 1; 0 for both zeros; NaN for NaN") {
  const auto sign_of = [](float x) { return lanes_of(sign(F32(x)))[0]; };
  CHECK(sign_of(1e-40f) == 1.0f);
  CHECK(sign_of(-kInf) == -1.0f);
  CHECK(same_bits(sign_of(0.0f), 0.0f));
  CHECK(same_bits(sign_of(-0.0f), 0.0f));
  CHECK(std::isnan(sign_of(kNan)));
}

TEST_CASE("select, masks: comparisons with NaN are false") {
  const F32 a = make(1, 2, kNan, -kInf), b = make(2, 1, 0, 0);
  const auto picked = lanes_of(select(a < b, F32(10.0f), F32(20.0f)));
  CHECK(picked == std::array<float, 4>{10, 20, 20, 10});
  CHECK(!all(a == a));
  CHECK(any(a != a));
  CHECK(all((!(a > b)) | (a > b)));
  CHECK(!any((a > b) & (a < b)));
}

TEST_CASE("load_padded, store_partial: exactly the lanes asked for, nothing beyond") {
  for (std::size_t left = 0; left <= 6; ++left) {
    CAPTURE(left);
    // Of just the right size on the heap, so that the address sanitizer sees any step too far.
    const std::vector<float> from = nw::test::random_values(left, 3);
    const auto loaded = lanes_of(load_padded(from.data(), left, 9.0f));
    for (std::size_t lane = 0; lane < kLanes; ++lane)
      CHECK(loaded[lane] == (lane < left ? from[lane] : 9.0f));

    std::vector<float> to(8, -1.0f);
    store_partial(to.data(), make(1, 2, 3, 4), left);
    for (std::size_t i = 0; i < to.size(); ++i) {
      CHECK(to[i] == (i < left && i < kLanes ? static_cast<float>(i + 1) : -1.0f));
    }
  }
}

TEST_CASE("sum, max_lane: the order that the header promises; one NaN is enough") {
  // (1e8 + -1e8) + (1 + 1): any other order would lose a 1.
  CHECK(sum(make(1e8f, 1, -1e8f, 1)) == 2.0f);
  CHECK(sum(make(1e8f, -1e8f, 1, 1)) == 0.0f);
  CHECK(max_lane(make(1, 5, 3, 4)) == 5.0f);
  CHECK(max_lane(make(-kInf, -kInf, -kInf, -kInf)) == -kInf);
  for (int lane = 0; lane < 4; ++lane) {
    std::array<float, 4> values{1, 2, 3, kInf};
    values[lane] = kNan;
    CHECK(std::isnan(max_lane(load(values.data()))));
  }
}

TEST_CASE("transpose: rows become columns") {
  F32 a = make(0, 1, 2, 3), b = make(4, 5, 6, 7), c = make(8, 9, 10, 11), d = make(12, 13, 14, 15);
  transpose(a, b, c, d);
  CHECK(lanes_of(a) == std::array<float, 4>{0, 4, 8, 12});
  CHECK(lanes_of(b) == std::array<float, 4>{1, 5, 9, 13});
  CHECK(lanes_of(c) == std::array<float, 4>{2, 6, 10, 14});
  CHECK(lanes_of(d) == std::array<float, 4>{3, 7, 11, 15});
}
