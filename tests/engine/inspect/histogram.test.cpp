#include "inspect/histogram.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <string>
#include <vector>

#include "support/values.hpp"

using namespace nw::inspect;
using namespace nw::test;

namespace {

Histogram made(const std::vector<float>& values, const HistogramRequest& request) {
  auto histogram = histogram_of(values, request);
  REQUIRE(histogram.ok());
  return std::move(histogram).value();
}

std::vector<int> counts(const Histogram& histogram) {
  return {histogram.counts.span().begin(), histogram.counts.span().end()};
}

}  // namespace

TEST_CASE("histogram_of: a value on an edge belongs to the bin above, the highest to the last bin") {
  const Histogram found = made({0, 0.25f, 0.5f, 0.5f, 0.75f, 1}, {4, {}});
  CHECK(counts(found) == std::vector<int>{1, 1, 2, 2});
  CHECK(found.range.low == 0);
  CHECK(found.range.high == 1);
}

TEST_CASE("histogram_of: agrees with comparing every value with every edge, whatever the range") {
  for (const int bins : {1, 3, 7, 10, 49, 82, 98, 100}) {
    for (const HistogramRange range : {HistogramRange{-0.7, 0.6}, {-1, 1}, {0.1, 0.3}, {0, 41}, {1, 50}}) {
      std::vector<float> values = random_values(2000, std::uint64_t(bins));
      for (int k = 0; k <= bins; ++k)  // and values on the edges, or beside them by rounding
        values.push_back(float(range.low + (range.high - range.low) * (double(k) / bins)));
      for (int quarters = 0; quarters <= 200;
           ++quarters)  // some are an edge, or miss one by a double's rounding
        values.push_back(float(quarters) / 4);
      std::vector<int> wanted(std::size_t(bins), 0);
      int below = 0, above = 0;
      for (const float value : values) {
        below += value < range.low;
        above += value > range.high;
        for (int k = 0; k < bins; ++k) {
          const double from = range.low + (range.high - range.low) * (double(k) / bins);
          const double to = range.low + (range.high - range.low) * (double(k + 1) / bins);
          const bool last = k + 1 == bins;
          wanted[std::size_t(k)] += value >= from && (last ? value <= range.high : value < to);
        }
      }
      const Histogram found = made(values, {bins, range});
      CAPTURE(bins);
      CHECK(counts(found) == wanted);
      CHECK(found.below == below);
      CHECK(found.above == above);
      CHECK(std::accumulate(wanted.begin(), wanted.end(), below + above) == int(values.size()));
    }
  }
}

TEST_CASE("histogram_of: one value everywhere, none, and what is not finite") {
  const Histogram same = made({3, 3, 3}, {3, {}});
  CHECK(same.range.low == 2.5);
  CHECK(same.range.high == 3.5);
  CHECK(counts(same) == std::vector<int>{0, 3, 0});
  const Histogram huge = made({kHuge, kHuge}, {3, {}});
  CHECK(huge.range.low < double(kHuge));
  CHECK(huge.range.high > double(kHuge));
  CHECK(counts(huge) == std::vector<int>{0, 2, 0});
  const Histogram none = made({kNan, kInf}, {2, {}});
  CHECK(none.range.high == 1);
  CHECK(none.non_finite == 2);
  CHECK(none.above == 0);
  CHECK(counts(none) == std::vector<int>{0, 0});
  CHECK(made({1, 2}, {0, {}}).counts.empty());
}

TEST_CASE("histogram: requests that are none") {
  const auto refused = [](const HistogramRequest& request, const std::string& field) {
    const auto status = check(request);
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == nw::core::Errc::bad_value);
    CHECK(std::string(status.error().field) == field);
  };
  refused({-1, {}}, "bins");
  refused({4097, {}}, "bins");
  for (const HistogramRange range : {HistogramRange{1, 1}, {2, 1}, {kNan, 1}, {0, kInf}, {-1.7e308, 1.7e308}})
    refused({10, range}, "range");
  CHECK(check({4096, HistogramRange{-1, 1}}).ok());
}
