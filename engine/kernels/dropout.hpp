#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/rng.hpp"

namespace nw::kernels {

/// Which elements are dropped, and what the others are multiplied by.
struct DropoutMask {
  core::Rng rng;
  std::uint32_t threshold;  // an element is dropped when its 32 random bits are below: rate * 2^32
  float scale;              // of those that are kept: 1 / (1 - rate)
};

/// Needs    0 <= rate < 1. Asserted.
DropoutMask make_dropout_mask(const core::Rng& rng, double rate) noexcept;

/// Drops some numbers and enlarges the others, so that the expectation stays.   y[i] = x[i] * (0 or scale)
///
/// Element i is dropped or not by (seed, stream, first + i) alone. A multiplication, so that a NaN or an
/// infinity is not hidden by being dropped: both give NaN.
///
/// Shapes   y: as x; y may be x.
/// Needs    x.size() == y.size(), first a multiple of 4. Asserted.
/// Cost     one pass, a block of random numbers for four elements.
/// Threads  pure.
/// Source   Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov, Dropout (2014), section 10, the
/// inverted
///          form: scaled in training, so that nothing is left to do later.
/// Tests    tests/engine/kernels/dropout.test.cpp
void dropout(const DropoutMask& mask, std::size_t first, std::span<const float> x,
             std::span<float> y) noexcept;

}  // namespace nw::kernels
