#pragma once

#include <cstdint>

namespace nw::training {

/// Where a run stands. A function of the start, of the number of training rows and of the batch sizes alone.
struct Position {
  std::uint64_t step = 0;   // steps taken
  std::uint64_t epoch = 0;  // epochs completed
  int row = 0;              // rows of the present epoch already used

  bool operator==(const Position&) const noexcept = default;
};

/// Steps until the end of an epoch of `rows` rows, of which `row` are used: the last batch may be smaller.
constexpr std::uint64_t steps_to_epoch_end(int rows, int row, int batch_size) noexcept {
  return (static_cast<std::uint64_t>(rows - row) + batch_size - 1) / static_cast<std::uint64_t>(batch_size);
}

/// The position after `steps` more steps of one batch size, without taking them.
///
/// Needs    0 <= from.row < rows, batch_size >= 1.
/// Tests    tests/engine/training/position.test.cpp, against counting
constexpr Position position_after(Position from, std::uint64_t steps, int rows, int batch_size) noexcept {
  from.step += steps;
  const std::uint64_t first = steps_to_epoch_end(rows, from.row, batch_size);
  if (steps < first) {
    from.row += static_cast<int>(steps) * batch_size;
    return from;
  }
  const std::uint64_t per_epoch = steps_to_epoch_end(rows, 0, batch_size);
  from.epoch += 1 + (steps - first) / per_epoch;
  from.row = static_cast<int>((steps - first) % per_epoch) * batch_size;
  return from;
}

}  // namespace nw::training
