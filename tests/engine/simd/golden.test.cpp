#include <doctest/doctest.h>

#include <string>

#include "core/hash.hpp"
#include "simd/math.hpp"
#include "support/patterns.hpp"
#include "support/values.hpp"

// The bits of every function of simd/, as a hash over 2^20 floats spread over all patterns. One table for
// native and wasm: that both pass is the promise of the same bits everywhere. When a hash changes on purpose,
// numericsVersion must grow.

using namespace nw::simd;

namespace {

template <class Apply>
std::string fingerprint(Apply apply) {
  nw::core::Hash hash;
  for (std::uint32_t i = 0; i < nw::test::kPatternCount; i += kLanes) {
    float lanes[kLanes];
    for (std::uint32_t lane = 0; lane < kLanes; ++lane) lanes[lane] = nw::test::pattern(i + lane);
    store(lanes, apply(load(lanes)));
    hash.add_floats(lanes);
  }
  return nw::test::hex(hash.value());
}

// Neighbors as the second operand, so that NaN, infinities and zeros meet.
F32 rotated(F32 a) {
  float lanes[kLanes];
  store(lanes, a);
  return make(lanes[1], lanes[2], lanes[3], lanes[0]);
}

}  // namespace

TEST_CASE("golden: exp") {
  CHECK(fingerprint([](F32 x) { return exp(x); }) == "4c001a874c0d5d27");
}
TEST_CASE("golden: log") {
  CHECK(fingerprint([](F32 x) { return log(x); }) == "7fb17378f2f7f69d");
}
TEST_CASE("golden: log1p") {
  CHECK(fingerprint([](F32 x) { return log1p(x); }) == "0cef21116303d972");
}
TEST_CASE("golden: expm1") {
  CHECK(fingerprint([](F32 x) { return expm1(x); }) == "b574ad3e000c67c8");
}
TEST_CASE("golden: erf") {
  CHECK(fingerprint([](F32 x) { return erf(x); }) == "c037df7f8decb011");
}
TEST_CASE("golden: softplus") {
  CHECK(fingerprint([](F32 x) { return softplus(x); }) == "007495640104982c");
}
TEST_CASE("golden: tanh") {
  CHECK(fingerprint([](F32 x) { return tanh(x); }) == "2585476cfbb4a7a1");
}
TEST_CASE("golden: sigmoid") {
  CHECK(fingerprint([](F32 x) { return sigmoid(x); }) == "49ed44b053044a22");
}
TEST_CASE("golden: sin") {
  CHECK(fingerprint([](F32 x) { return sin(x); }) == "a29e76513577e85d");
}
TEST_CASE("golden: cos") {
  CHECK(fingerprint([](F32 x) { return cos(x); }) == "788e9f65662c66f7");
}
TEST_CASE("golden: sqrt") {
  CHECK(fingerprint([](F32 x) { return sqrt(x); }) == "0eb9e113e328b10a");
}
TEST_CASE("golden: round") {
  CHECK(fingerprint([](F32 x) { return round(x); }) == "248d4e7ff947c6d7");
}
TEST_CASE("golden: abs, sign") {
  CHECK(fingerprint([](F32 x) { return abs(x) * sign(x); }) == "a8cdaa384e2b71dc");
}
TEST_CASE("golden: max") {
  CHECK(fingerprint([](F32 x) { return max(x, rotated(x)); }) == "9d0bc32420d4aec2");
}
TEST_CASE("golden: min") {
  CHECK(fingerprint([](F32 x) { return min(x, rotated(x)); }) == "b9f475dbfa758d2a");
}
TEST_CASE("golden: clip") {
  CHECK(fingerprint([](F32 x) { return clip(x, F32(-1.5f), F32(1e3f)); }) == "9810ba6727e390a1");
}
TEST_CASE("golden: sum, max_lane") {
  CHECK(fingerprint([](F32 x) { return F32(sum(x)) + F32(max_lane(x)); }) == "a568772a008c6f4d");
}
