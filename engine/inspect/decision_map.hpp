#pragma once

#include <cstdint>
#include <span>

#include "data/scaling.hpp"

namespace nw::inspect {

/// The square piece of a 2-D input space that a decision map shows, in the units of the data before scaling.
struct DecisionGrid {
  std::int32_t size = 1;  // cells along each side
  float x_min = -6.0f, x_max = 6.0f;
  float y_min = -6.0f, y_max = 6.0f;
};

/// The inputs at the middle of every cell, scaled as the training rows are. The top row has the largest y.
///
/// Shapes   inputs: [size * size, 2].
/// Needs    size >= 1 and inputs of that length. Asserted.
/// Cost     no allocation.
/// Threads  pure.
/// Tests    tests/engine/inspect/decision_map.test.cpp
void decision_inputs(const DecisionGrid& grid, const data::ColumnScaling& scaling,
                     std::span<float> inputs) noexcept;

/// Brings the outputs of those inputs into one picture for each output unit.
///
/// Shapes   outputs: [cells, units]. planes: [units, cells].
/// Needs    both of the same length, a multiple of units; not the same memory. Asserted.
/// Threads  pure.
/// Tests    tests/engine/inspect/decision_map.test.cpp
void outputs_to_planes(std::span<const float> outputs, std::int32_t units, std::span<float> planes) noexcept;

}  // namespace nw::inspect
