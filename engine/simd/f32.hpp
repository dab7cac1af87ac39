#pragma once

// The one place that includes xsimd. Everything else sees F32, so that what differs between processors is
// settled here.
#include <xsimd/xsimd.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>

namespace nw::simd {

/// Four floats. Arithmetic is IEEE 754 single precision, lane by lane, never contracted.
///
/// Tests    tests/engine/simd/f32.test.cpp
struct F32 {
  using Native = xsimd::batch<float>;
  Native lanes;

  F32() noexcept = default;
  explicit F32(float all) noexcept : lanes(all) {}
  F32(Native native) noexcept : lanes(native) {}  // NOLINT: implicit, the seam to xsimd
};

inline constexpr std::size_t kLanes = 4;
inline constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Wider registers would change the order of lane reductions, and with it the bits.
static_assert(F32::Native::size == kLanes, "build with -msse4.1 or -msimd128: vectors of four floats");

/// One truth value a lane, made by comparing; any comparison with NaN is false.
struct Mask {
  F32::Native::batch_bool_type lanes;
};

inline F32 operator+(F32 a, F32 b) noexcept { return a.lanes + b.lanes; }
inline F32 operator-(F32 a, F32 b) noexcept { return a.lanes - b.lanes; }
inline F32 operator*(F32 a, F32 b) noexcept { return a.lanes * b.lanes; }
inline F32 operator/(F32 a, F32 b) noexcept { return a.lanes / b.lanes; }
inline F32 operator-(F32 a) noexcept { return -a.lanes; }
inline F32& operator+=(F32& a, F32 b) noexcept { return a = a + b; }
inline F32& operator-=(F32& a, F32 b) noexcept { return a = a - b; }
inline F32& operator*=(F32& a, F32 b) noexcept { return a = a * b; }

inline Mask operator<(F32 a, F32 b) noexcept { return {a.lanes < b.lanes}; }
inline Mask operator<=(F32 a, F32 b) noexcept { return {a.lanes <= b.lanes}; }
inline Mask operator>(F32 a, F32 b) noexcept { return {a.lanes > b.lanes}; }
inline Mask operator>=(F32 a, F32 b) noexcept { return {a.lanes >= b.lanes}; }
inline Mask operator==(F32 a, F32 b) noexcept { return {a.lanes == b.lanes}; }
inline Mask operator!=(F32 a, F32 b) noexcept { return {a.lanes != b.lanes}; }
inline Mask operator!(Mask a) noexcept { return {!a.lanes}; }
inline Mask operator|(Mask a, Mask b) noexcept { return {a.lanes | b.lanes}; }
inline Mask operator&(Mask a, Mask b) noexcept { return {a.lanes & b.lanes}; }
inline bool all(Mask mask) noexcept { return xsimd::all(mask.lanes); }
inline bool any(Mask mask) noexcept { return xsimd::any(mask.lanes); }

/// Lane by lane: yes where the mask holds, no elsewhere.
inline F32 select(Mask mask, F32 yes, F32 no) noexcept {
  return xsimd::select(mask.lanes, yes.lanes, no.lanes);
}

/// a * b + c, rounded twice. In the relaxed-SIMD builds it may be rounded once, and then bits depend on the
/// processor.
inline F32 mul_add(F32 a, F32 b, F32 c) noexcept {
#if defined(__wasm_relaxed_simd__)
  // xsimd 13 knows no relaxed SIMD.
  return F32::Native(__builtin_wasm_relaxed_madd_f32x4(
      static_cast<v128_t>(a.lanes), static_cast<v128_t>(b.lanes), static_cast<v128_t>(c.lanes)));
#else
  return a * b + c;
#endif
}

inline F32 abs(F32 a) noexcept { return xsimd::abs(a.lanes); }
/// Correctly rounded; NaN for negative numbers, -0 for -0.
inline F32 sqrt(F32 a) noexcept { return xsimd::sqrt(a.lanes); }
/// To the nearest integer, ties to even.
inline F32 round(F32 a) noexcept { return xsimd::nearbyint(a.lanes); }

/// The larger one; NaN when either is NaN. Of +0 and -0, the second.
///
/// Source   our own, because xsimd's differ between SSE and wasm where a NaN is involved (SSE: MAXPS; wasm:
///          f32x4.pmax).
inline F32 max(F32 a, F32 b) noexcept { return select(a > b, a, select(a == a, b, a)); }

/// The smaller one; NaN when either is NaN. Of +0 and -0, the second.
inline F32 min(F32 a, F32 b) noexcept { return select(a < b, a, select(a == a, b, a)); }

/// x brought into [low, high]; NaN stays NaN.
///
/// Needs    low <= high.
inline F32 clip(F32 x, F32 low, F32 high) noexcept { return select(x < low, low, select(x > high, high, x)); }

/// -1, 0 or +1; 0 for both zeros, NaN for NaN.
inline F32 sign(F32 x) noexcept {
  const F32 zero(0.0f);
  return select(x > zero, F32(1.0f), select(x < zero, F32(-1.0f), select(x == zero, zero, x)));
}

// ---- memory; no alignment is needed anywhere

inline F32 load(const float* from) noexcept { return F32::Native::load_unaligned(from); }
inline void store(float* to, F32 a) noexcept { a.lanes.store_unaligned(to); }

/// The lanes one by one.
inline F32 make(float a, float b, float c, float d) noexcept { return F32::Native(a, b, c, d); }

/// The first `left` floats (4 when there are more), the other lanes filled with `padding`. Reads no further.
inline F32 load_padded(const float* from, std::size_t left, float padding) noexcept {
  if (left >= kLanes) return load(from);
  return make(left > 0 ? from[0] : padding, left > 1 ? from[1] : padding, left > 2 ? from[2] : padding,
              padding);
}

/// Writes the first `left` lanes (4 when there are more), and no further.
inline void store_partial(float* to, F32 a, std::size_t left) noexcept {
  if (left >= kLanes) return store(to, a);
  float lanes[kLanes];
  store(lanes, a);
  // Written out: of a loop compilers make a call of memcpy, which costs more than all else in a small
  // network.
  if (left > 0) to[0] = lanes[0];
  if (left > 1) to[1] = lanes[1];
  if (left > 2) to[2] = lanes[2];
}

// ---- lane reductions; the order is part of the bits

/// (a0 + a2) + (a1 + a3)
inline float sum(F32 a) noexcept {
  float lanes[kLanes];
  store(lanes, a);
  return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

/// The largest lane; NaN when any is NaN.
inline float max_lane(F32 a) noexcept {
  float lanes[kLanes];
  store(lanes, a);
  float best = lanes[0];
  for (std::size_t lane = 1; lane < kLanes; ++lane) {
    if (!(best != best) && !(lanes[lane] <= best)) best = lanes[lane];  // negated: a NaN replaces a number
  }
  return best;
}

/// Four vectors as the rows of a matrix, transposed in place.
inline void transpose(F32& a, F32& b, F32& c, F32& d) noexcept {
  const F32::Native ab_low = xsimd::zip_lo(a.lanes, b.lanes), ab_high = xsimd::zip_hi(a.lanes, b.lanes);
  const F32::Native cd_low = xsimd::zip_lo(c.lanes, d.lanes), cd_high = xsimd::zip_hi(c.lanes, d.lanes);
  using Wide = xsimd::batch<double>;  // pairs of floats move as one double
  const Wide low_ab = xsimd::bitwise_cast<double>(ab_low), low_cd = xsimd::bitwise_cast<double>(cd_low);
  const Wide high_ab = xsimd::bitwise_cast<double>(ab_high), high_cd = xsimd::bitwise_cast<double>(cd_high);
  a = xsimd::bitwise_cast<float>(xsimd::zip_lo(low_ab, low_cd));
  b = xsimd::bitwise_cast<float>(xsimd::zip_hi(low_ab, low_cd));
  c = xsimd::bitwise_cast<float>(xsimd::zip_lo(high_ab, high_cd));
  d = xsimd::bitwise_cast<float>(xsimd::zip_hi(high_ab, high_cd));
}

}  // namespace nw::simd
