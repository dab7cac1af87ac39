#include "core/result.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

using namespace nw::core;

namespace {

Result<std::unique_ptr<int>> positive(int value) {
  if (value <= 0) return Error{Errc::bad_value, "value", 1, static_cast<double>(value)};
  return std::make_unique<int>(value);
}

Status even(int value) {
  if (value % 2 != 0) return Error{Errc::bad_value, "value", 0, static_cast<double>(value)};
  return {};
}

}  // namespace

TEST_CASE("Result: holds a value that only moves, or the error with all it says") {
  auto good = positive(3);
  REQUIRE(good.ok());
  CHECK(static_cast<bool>(good));
  CHECK(**good == 3);
  const std::unique_ptr<int> moved = std::move(good).value();
  CHECK(*moved == 3);

  const auto bad = positive(-2);
  REQUIRE(!bad.ok());
  CHECK(bad.error().code == Errc::bad_value);
  CHECK(std::string(bad.error().field) == "value");
  CHECK(bad.error().expected == 1);
  CHECK(bad.error().actual == -2);
}

TEST_CASE("Status: success without a value, or an error") {
  CHECK(even(2).ok());
  const Status odd = even(3);
  REQUIRE(!odd.ok());
  CHECK(odd.error().actual == 3);
}
