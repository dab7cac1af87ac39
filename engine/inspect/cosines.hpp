#pragma once

#include <cstdint>
#include <span>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"

namespace nw::inspect {

/// How alike the units of a layer look at their inputs.
struct Cosines {
  std::int32_t units = 0;
  double mean_magnitude = 0.0;  // of |cosine| over all pairs of two units that have one; NaN without any
  core::AlignedBuffer<float>
      matrix;  // [units, units], symmetric, 1 on the diagonal; NaN with a unit of zeros
};

/// More units than this are no picture any more, and no quick answer.
inline constexpr std::int32_t kMaxCosineUnits = 2048;

/// The cosines between the columns of a kernel.   cos[j,k] = sum_i w[i,j] w[i,k] / (|w_j| |w_k|)
///
/// Summed in double, from the first row to the last.
///
/// Shapes   values: [rows, cols], row-major; a kernel of more axes is [all others, last].
/// Needs    cols >= 1 and values.size() a multiple of it. Asserted.
/// Errors   bad_value (units: more than kMaxCosineUnits), out_of_memory.
/// Cost     rows cols^2 / 2 multiplications and additions.
/// Threads  pure.
/// Tests    tests/engine/inspect/cosines.test.cpp
core::Result<Cosines> cosines_of(std::span<const float> values, std::int32_t cols) noexcept;

}  // namespace nw::inspect
