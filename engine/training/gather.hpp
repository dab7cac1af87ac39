#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace nw::training {

/// Copies rows that lie apart next to each other. A plain loop: rows of toy data are two numbers, less than a
/// call of memcpy costs.
///
/// Shapes   from: [any, columns]; out: [rows.size(), columns].
inline void gather_rows(const float* from, std::size_t columns, std::span<const std::int32_t> rows,
                        float* out) noexcept {
  for (const std::int32_t row : rows) {
    const float* source = from + static_cast<std::size_t>(row) * columns;
    for (std::size_t column = 0; column < columns; ++column) *out++ = source[column];
  }
}

}  // namespace nw::training
