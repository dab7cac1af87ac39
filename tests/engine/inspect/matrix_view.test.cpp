#include "inspect/matrix_view.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

using namespace nw::inspect;

namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

std::vector<float> shown(const std::vector<float>& values, int rows, int cols, int max_rows, int max_cols,
                         MatrixView* seen = nullptr) {
  const MatrixView plan = plan_matrix_view(rows, cols, max_rows, max_cols);
  std::vector<float> cells(static_cast<std::size_t>(plan.rows * plan.cols));
  const MatrixView view = view_matrix(values, rows, cols, plan, cells);
  if (seen) *seen = view;
  return cells;
}

}  // namespace

TEST_CASE("view_matrix: a matrix that fits is shown value by value") {
  const std::vector<float> values{1, -2, 3, -4, 5, -6};
  MatrixView view;
  CHECK(shown(values, 2, 3, 2, 3, &view) == values);
  CHECK(view.exact);
  CHECK(view.min == -6.0f);
  CHECK(view.max == 5.0f);
  CHECK(view.max_abs == 6.0f);
}

TEST_CASE("view_matrix: a cell shows the value of largest magnitude of its block, with its sign") {
  // clang-format off
  const std::vector<float> values{ 1, -9,  0,  2,
                                   3,  4, -1,  0,
                                   0,  0,  5, -5.5f,
                                   0,  7,  1,  1};
  // clang-format on
  MatrixView view;
  CHECK(shown(values, 4, 4, 2, 2, &view) == std::vector<float>{-9, 2, 7, -5.5f});
  CHECK_FALSE(view.exact);
  CHECK(view.max == 7.0f);
}

TEST_CASE("view_matrix: block b of `blocks` begins at floor(b * count / blocks)") {
  CHECK(shown({1, 2, 3}, 3, 1, 2, 1) == std::vector<float>{1, 3});
  CHECK(shown({2, 1, 3, 1, 2, 1, 1}, 1, 7, 1, 3) == std::vector<float>{2, 3, 2});  // 2, 2 and 3 of them
}

TEST_CASE("view_matrix: every value lies in exactly one block, whatever the sizes") {
  for (int rows = 1; rows <= 17; ++rows)
    for (int max_rows = 1; max_rows <= 17; ++max_rows) {
      CAPTURE(rows);
      CAPTURE(max_rows);
      const int cols = 3;
      // One large value at a time must show up in exactly one cell.
      for (int at = 0; at < rows * cols; ++at) {
        std::vector<float> values(static_cast<std::size_t>(rows * cols), 0.0f);
        values[static_cast<std::size_t>(at)] = -8.0f;
        int count = 0;
        for (const float cell : shown(values, rows, cols, max_rows, 2)) count += cell == -8.0f;
        CHECK(count == 1);
      }
    }
}

TEST_CASE("view_matrix: a NaN shows in its own cell and nowhere else, and the range leaves it out") {
  MatrixView view;
  const std::vector<float> cells = shown({1, 2, kNan, 100, 5, 6, 7, 8}, 2, 4, 1, 2, &view);
  CHECK(cells[0] == 6.0f);
  CHECK(std::isnan(cells[1]));
  CHECK(view.max_abs == 100.0f);
  CHECK(view.min == 1.0f);
  CHECK(std::isnan(shown({1, kNan, 3}, 1, 3, 1, 1)[0]));  // wherever in its block it stands
}

TEST_CASE("view_matrix: infinity is shown, and the range leaves it out") {
  MatrixView view;
  const float infinity = std::numeric_limits<float>::infinity();
  CHECK(shown({1, -infinity, 2, 3}, 1, 4, 1, 2, &view) == std::vector<float>{-infinity, 3});
  CHECK(view.max_abs == 3.0f);
}

TEST_CASE("view_matrix: without a finite value the range is 0") {
  MatrixView view;
  shown({kNan, kNan}, 1, 2, 1, 2, &view);
  CHECK(view.min == 0.0f);
  CHECK(view.max == 0.0f);
  CHECK(view.max_abs == 0.0f);
}
