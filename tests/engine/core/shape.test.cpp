#include "core/shape.hpp"

#include <doctest/doctest.h>

using nw::core::Shape;

TEST_CASE("Shape: rank, sizes, and the number of elements, also beyond 32 bits") {
  CHECK(Shape{}.rank() == 0);
  CHECK(Shape{}.size() == 1);
  const Shape image{28, 20, 3};
  CHECK(image.rank() == 3);
  CHECK(image[0] == 28);
  CHECK(image[2] == 3);
  CHECK(image.size() == 1680);
  CHECK(Shape{100000, 100000}.size() == 10000000000);
  CHECK(Shape{5, 0}.size() == 0);
}

TEST_CASE("Shape: equal when rank and all sizes are") {
  CHECK(Shape{2, 3} == Shape{2, 3});
  CHECK(Shape{2, 3} != Shape{3, 2});
  CHECK(Shape{2} != Shape{2, 0});  // the unused sizes are 0 as well, only the rank tells
  Shape grown;
  grown.push_back(2);
  grown.push_back(3);
  CHECK(grown == Shape{2, 3});
}
