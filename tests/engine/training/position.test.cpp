#include "training/position.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using nw::training::Position;
using nw::training::position_after;
using nw::training::steps_to_epoch_end;

TEST_CASE("position_after: agrees with counting batches one by one") {
  for (int rows = 1; rows <= 13; ++rows) {
    for (int batch = 1; batch <= 15; ++batch) {
      for (int row = 0; row < rows; ++row) {
        Position counted{3, 2, row};
        for (std::uint64_t steps = 0; steps <= 40; ++steps) {
          CAPTURE(rows);
          CAPTURE(batch);
          CAPTURE(row);
          CAPTURE(steps);
          REQUIRE(position_after({3, 2, row}, steps, rows, batch) == counted);
          ++counted.step;
          counted.row += std::min(batch, rows - counted.row);
          if (counted.row == rows) {
            counted.row = 0;
            ++counted.epoch;
          }
        }
      }
    }
  }
}

TEST_CASE("steps_to_epoch_end: the smaller last batch is a step, too") {
  CHECK(steps_to_epoch_end(10, 0, 10) == 1);
  CHECK(steps_to_epoch_end(11, 0, 10) == 2);
  CHECK(steps_to_epoch_end(11, 10, 10) == 1);
  CHECK(steps_to_epoch_end(1, 0, 1 << 20) == 1);
}
