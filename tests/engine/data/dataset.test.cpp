#include "data/dataset.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

using namespace nw::data;
using nw::core::Errc;

namespace {

const std::vector<float> kInputs{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
const std::vector<float> kLabels{0, 1, 2, 1, 0};

Table table() { return {kInputs, kLabels, 5, 2, 1, 3}; }

void check_refused(const Table& bad, Errc code, const std::string& field) {
  const auto made = Dataset::make(bad, Scaling::none, {});
  REQUIRE_FALSE(made.ok());
  CHECK(made.error().code == code);
  CHECK(std::string(made.error().field) == field);
}

}  // namespace

TEST_CASE("dataset: keeps sizes, rows, scaled inputs and raw targets") {
  const auto made = Dataset::make(table(), Scaling::maximum, {SplitKind::every_fifth});
  REQUIRE(made.ok());
  CHECK(made->rows() == 5);
  CHECK(made->columns() == 2);
  CHECK(made->classes() == 3);
  CHECK_FALSE(made->is_regression());
  CHECK(made->train_rows().size() == 4);
  CHECK(made->test_rows().size() == 1);
  CHECK(made->inputs()[0] == doctest::Approx(1.0 / 7));
  CHECK(made->inputs()[9] == doctest::Approx(10.0 / 8));
  CHECK(made->targets()[2] == 2.0f);
}

TEST_CASE("dataset: the fingerprint sees every part of what a run learns from") {
  const auto print = [](const Table& t, const SplitSpec& split = {}) {
    return Dataset::make(t, Scaling::none, split)->fingerprint();
  };
  const auto base = print(table());
  CHECK(base == print(table()));
  auto inputs = kInputs;
  inputs[7] = 8.5f;
  Table other = table();
  other.inputs = inputs;
  CHECK(print(other) != base);
  auto labels = kLabels;
  labels[4] = 2;
  other = table();
  other.targets = labels;
  CHECK(print(other) != base);
  other = table();
  other.classes = 4;
  CHECK(print(other) != base);
  CHECK(print(table(), {SplitKind::none}) != base);
}

TEST_CASE("dataset: bad tables are refused with the field") {
  Table bad = table();
  bad.rows = 0;
  check_refused(bad, Errc::bad_data, "rows");
  bad = table();
  bad.columns = 0;
  check_refused(bad, Errc::bad_data, "columns");
  bad = table();
  bad.rows = 6;
  check_refused(bad, Errc::bad_data, "inputs");
  bad = table();
  bad.rows = std::int64_t{1} << 40;
  check_refused(bad, Errc::bad_data, "rows");
  bad = table();
  bad.target_columns = 2;  // classes are one column
  check_refused(bad, Errc::bad_data, "targetColumns");
  bad = table();
  bad.classes = 2;  // there is a 2
  check_refused(bad, Errc::bad_data, "targets");
  bad = table();
  bad.classes = -1;
  check_refused(bad, Errc::bad_data, "classes");
  bad = table();
  bad.classes = 1;
  check_refused(bad, Errc::one_class, "classes");

  for (const float wrong : {0.5f, -1.0f, std::numeric_limits<float>::quiet_NaN()}) {
    auto labels = kLabels;
    labels[1] = wrong;
    bad = table();
    bad.targets = labels;
    check_refused(bad, Errc::bad_data, "targets");
  }
  const std::vector<float> same(5, 1.0f);
  bad = table();
  bad.targets = same;
  check_refused(bad, Errc::one_class, "targets");

  auto inputs = kInputs;
  inputs[3] = std::numeric_limits<float>::infinity();
  bad = table();
  bad.inputs = inputs;
  check_refused(bad, Errc::bad_data, "inputs");
}

TEST_CASE("dataset: regression takes any finite targets, also several columns") {
  const std::vector<float> targets{0.5f, -1, 2, 3, 4, 5, 6, 7, 8, 9};
  const auto made = Dataset::make({kInputs, targets, 5, 2, 2, 0}, Scaling::none, {});
  REQUIRE(made.ok());
  CHECK(made->is_regression());
  CHECK(made->target_columns() == 2);
}
