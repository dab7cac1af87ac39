#pragma once

#include <cstddef>

namespace nw::kernels {

/// The largest number of one row; NaN when it holds one.
///
/// Needs    cols >= 1.
/// Tests    tests/engine/kernels/softmax.test.cpp
float row_max(const float* x, std::size_t cols) noexcept;

}  // namespace nw::kernels
