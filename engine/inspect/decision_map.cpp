#include "inspect/decision_map.hpp"

#include <cassert>
#include <cstddef>

namespace nw::inspect {
namespace {

float cell_middle(float from, float to, std::int32_t index, std::int32_t size) noexcept {
  return from + (to - from) * ((static_cast<float>(index) + 0.5f) / static_cast<float>(size));
}

}  // namespace

void decision_inputs(const DecisionGrid& grid, const data::ColumnScaling& scaling,
                     std::span<float> inputs) noexcept {
  assert(grid.size >= 1);
  assert(inputs.size() == 2 * std::size_t(grid.size) * std::size_t(grid.size));
  float* at = inputs.data();
  for (std::int32_t row = 0; row < grid.size; ++row) {
    const float y = cell_middle(grid.y_max, grid.y_min, row, grid.size);
    for (std::int32_t col = 0; col < grid.size; ++col) {
      *at++ = cell_middle(grid.x_min, grid.x_max, col, grid.size);
      *at++ = y;
    }
  }
  data::scale_rows(inputs, scaling);
}

void outputs_to_planes(std::span<const float> outputs, std::int32_t units, std::span<float> planes) noexcept {
  assert(units >= 1 && outputs.size() == planes.size() && outputs.size() % std::size_t(units) == 0);
  const std::size_t cells = outputs.size() / std::size_t(units);
  for (std::size_t cell = 0; cell < cells; ++cell)
    for (std::size_t unit = 0; unit < std::size_t(units); ++unit)
      planes[unit * cells + cell] = outputs[cell * std::size_t(units) + unit];
}

}  // namespace nw::inspect
