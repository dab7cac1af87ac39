#include "inspect/decision_map.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace nw;

TEST_CASE("decision_inputs: cells run from the top left, each sampled in its middle") {
  std::vector<float> inputs(8);
  inspect::decision_inputs({.size = 2, .x_min = 0, .x_max = 4, .y_min = -8, .y_max = 8}, {}, inputs);
  CHECK(inputs == std::vector<float>{1, 4, 3, 4, 1, -4, 3, -4});
}

TEST_CASE("decision_inputs: the scaling of the data is applied") {
  std::vector<float> inputs(2);
  const data::ColumnScaling scaling{.mean = {1, 10}, .factor = {2, 0.5f}};
  inspect::decision_inputs({.size = 1, .x_min = 2, .x_max = 4, .y_min = 10, .y_max = 14}, scaling, inputs);
  CHECK(inputs == std::vector<float>{4, 1});
}

TEST_CASE("outputs_to_planes: one plane for each output unit") {
  const std::vector<float> outputs{1, 10, 100, 2, 20, 200};
  std::vector<float> planes(6);
  inspect::outputs_to_planes(outputs, 3, planes);
  CHECK(planes == std::vector<float>{1, 2, 10, 20, 100, 200});
}
