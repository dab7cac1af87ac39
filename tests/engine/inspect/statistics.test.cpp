#include "inspect/statistics.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "support/values.hpp"

using nw::inspect::Statistics;
using nw::inspect::statistics_of;
using namespace nw::test;

TEST_CASE("statistics_of: known numbers") {
  const Statistics found = statistics_of(std::vector<float>{2, 4, 4, 4, 5, 5, 7, 9});
  CHECK(found.count == 8);
  CHECK(found.mean == 5);
  CHECK(found.stddev == 2);  // of the population; of a sample it would be 2.14
  CHECK(found.min == 2);
  CHECK(found.max == 9);
  CHECK(found.norm == doctest::Approx(std::sqrt(232.0)).epsilon(1e-15));
  CHECK(found.zeros == 0);
}

TEST_CASE("statistics_of: summed in double: a small deviation around a large mean is not lost") {
  std::vector<float> values;
  for (int i = 0; i < 100000; ++i) values.push_back(i % 2 == 0 ? 16000.0f : 16001.0f);
  const Statistics found = statistics_of(values);
  CHECK(found.mean == doctest::Approx(16000.5).epsilon(1e-12));
  CHECK(found.stddev == doctest::Approx(0.5).epsilon(1e-9));
}

TEST_CASE("statistics_of: zeros of both signs count, denormals do not; what is not finite stays apart") {
  const Statistics found = statistics_of(std::vector<float>{0.0f, -0.0f, kTiny, 3, kNan, kInf, -kInf, -1});
  CHECK(found.zeros == 2);
  CHECK(found.zero_share() == 0.25);
  CHECK(found.non_finite == 3);
  CHECK(found.finite() == 5);
  CHECK(found.mean == doctest::Approx(0.4));
  CHECK(found.min == -1);
  CHECK(found.max == 3);
  CHECK(found.norm == doctest::Approx(std::sqrt(10.0)));
}

TEST_CASE("statistics_of: nothing, or nothing finite, has no mean") {
  for (const auto& values : {std::vector<float>{}, std::vector<float>{kNan, kInf}}) {
    const Statistics found = statistics_of(values);
    CHECK(std::isnan(found.mean));
    CHECK(std::isnan(found.stddev));
    CHECK(std::isnan(found.min));
    CHECK(std::isnan(found.max));
    CHECK(found.norm == 0);
  }
  CHECK(statistics_of({}).zero_share() == 0);
}

TEST_CASE("statistics_of: squares too large for a float are numbers all the same") {
  CHECK(statistics_of(std::vector<float>{kHuge, -kHuge}).norm == doctest::Approx(3e38 * std::sqrt(2.0)));
}
