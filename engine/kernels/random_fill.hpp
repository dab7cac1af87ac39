#pragma once

#include <span>

#include "core/rng.hpp"

namespace nw::kernels {

// Random numbers into memory. Element i is a function of the generator's (seed, stream) and i alone. A stream
// serves one fill; two parameters take two streams.

/// Uniform in [low, high).   out[i] = low + (high - low) * u_i
///
/// Needs    low <= high, both finite. Asserted. Rounding may give high itself when |low| is much larger than
///          high - low.
/// Tests    tests/engine/kernels/random_fill.test.cpp
void fill_uniform(std::span<float> out, const core::Rng& rng, float low, float high) noexcept;

/// Normal.   out[i] = mean + stddev * n_i,  |n_i| <= 5.77
///
/// Needs    stddev >= 0. Asserted.
/// Source   Box, Muller, A note on the generation of random normal deviates (1958): elements 2i and 2i+1 are
///          the cosine and sine of one pair.
/// Tests    tests/engine/kernels/random_fill.test.cpp
void fill_normal(std::span<float> out, const core::Rng& rng, float mean, float stddev) noexcept;

/// The standard deviation of a unit normal cut at +-2: divide by it to get the one asked for, as Keras does.
inline constexpr double kTruncatedNormalStddev = 0.87962566103423978;

/// Normal, drawn again where it lies more than 2 stddev from the mean.   out[i] = mean + stddev * n_i,  |n_i|
/// <= 2
///
/// Units    stddev: of the normal before it is cut; the result's is kTruncatedNormalStddev times that.
/// Needs    stddev >= 0. Asserted.
/// Cost     about 5 of 100 elements are drawn again; each draw is addressed by (index, attempt).
/// Tests    tests/engine/kernels/random_fill.test.cpp
void fill_truncated_normal(std::span<float> out, const core::Rng& rng, float mean, float stddev) noexcept;

}  // namespace nw::kernels
