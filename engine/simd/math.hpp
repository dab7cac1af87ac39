#pragma once

#include "simd/f32.hpp"

namespace nw::simd {

// The transcendental functions of the engine, each with this one implementation. A lane's result depends on
// that lane alone, so that it does not matter where in an array, or in which tail, a number stands. The same
// bits natively (SSE4.1, no contraction) and as wasm; tests/engine/simd/golden.test.cpp holds a hash for
// each. NaN gives NaN.
//
// Accuracy is measured by tests/engine/simd/math.test.cpp, which holds the bounds in units in the last place
// (ULP).

/// e^x.   +inf above 88.37, 0 below -88.37: results near the ends of the range are cut (no denormals).
///
/// Source   xsimd 13, after Boost.SIMD's exp.
inline F32 exp(F32 x) noexcept { return xsimd::exp(x.lanes); }

/// Natural logarithm.   -inf at 0, NaN below, +inf at +inf.
///
/// Source   xsimd 13, after musl's logf.
inline F32 log(F32 x) noexcept { return xsimd::log(x.lanes); }

/// log(1 + x), accurate for small x.   -inf at -1, NaN below.
///
/// Source   xsimd 13, after musl's log1pf.
inline F32 log1p(F32 x) noexcept { return xsimd::log1p(x.lanes); }

/// e^x - 1, accurate for small x.   +inf above 88.37, exactly -1 below about -15.9.
///
/// Source   xsimd 13, after Boost.SIMD's expm1.
inline F32 expm1(F32 x) noexcept { return xsimd::expm1(x.lanes); }

/// The error function.   2/sqrt(pi) times the integral of e^(-t^2) from 0 to x; -1 and 1 at the infinities.
///
/// Source   xsimd 13, after Boost.SIMD's erf. Which of its two polynomials serves is chosen lane by lane.
inline F32 erf(F32 x) noexcept { return xsimd::erf(x.lanes); }

/// Hyperbolic tangent.
///
/// Source   xsimd 13, after Boost.SIMD's tanh.
inline F32 tanh(F32 x) noexcept { return xsimd::tanh(x.lanes); }

/// 1 / (1 + e^-x).   In [0, 1]; exactly 0 below about -88.4.
inline F32 sigmoid(F32 x) noexcept {
  const F32 one(1.0f);
  return one / (one + exp(-x));
}

/// log(1 + e^x), without overflow.   0 below about -88.4, x itself above about 17.
inline F32 softplus(F32 x) noexcept { return max(x, F32(0.0f)) + log1p(exp(-abs(x))); }

/// Sine and cosine of x radians.
///
/// Needs    |x| <= 8192; beyond, the result is NaN, because the reduction below would no longer be exact
///          enough.
/// Source   our own: xsimd's sin and cos choose the reduction for four lanes together, so that a lane's bits
///          depend on its neighbors. Reduction after Cody and Waite, Software Manual for the Elementary
///          Functions (1980), chapter 8, with pi/2 in three parts; polynomials from Moshier, Cephes
///          Mathematical Library, single/sinf.c.
void sin_cos(F32 x, F32& sine, F32& cosine) noexcept;

inline F32 sin(F32 x) noexcept {
  F32 sine, cosine;
  sin_cos(x, sine, cosine);
  return sine;
}

inline F32 cos(F32 x) noexcept {
  F32 sine, cosine;
  sin_cos(x, sine, cosine);
  return cosine;
}

// ---- one number at a time: through the vectors, so that there is one implementation

inline float first_lane(F32 a) noexcept {
  float lanes[kLanes];
  store(lanes, a);
  return lanes[0];
}

inline float exp1(float x) noexcept { return first_lane(exp(F32(x))); }
inline float log1(float x) noexcept { return first_lane(log(F32(x))); }
inline float log1p1(float x) noexcept { return first_lane(log1p(F32(x))); }
inline float expm11(float x) noexcept { return first_lane(expm1(F32(x))); }
inline float erf1(float x) noexcept { return first_lane(erf(F32(x))); }
inline float softplus1(float x) noexcept { return first_lane(softplus(F32(x))); }
inline float tanh1(float x) noexcept { return first_lane(tanh(F32(x))); }
inline float sigmoid1(float x) noexcept { return first_lane(sigmoid(F32(x))); }
inline float sin1(float x) noexcept { return first_lane(sin(F32(x))); }
inline float cos1(float x) noexcept { return first_lane(cos(F32(x))); }

}  // namespace nw::simd
