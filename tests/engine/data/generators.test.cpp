#include "data/generators.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

using namespace nw::data;

namespace {

const Generator& named(const std::string& name) {
  for (const Generator& generator : generators()) {
    if (generator.name == name) return generator;
  }
  FAIL("no generator named " << name);
  return generators()[0];
}

Dataset drawn(const std::string& name, int samples, double noise, std::uint64_t seed = 3) {
  auto made = generate({&named(name), samples, noise, seed, {SplitKind::none}});
  REQUIRE(made.ok());
  return std::move(made).value();
}

template <class Check>
void for_each_point(const Dataset& data, Check check) {
  for (int row = 0; row < data.rows(); ++row) {
    check(data.inputs()[static_cast<std::size_t>(row) * 2],
          data.inputs()[static_cast<std::size_t>(row) * 2 + 1],
          data.targets()[static_cast<std::size_t>(row)]);
  }
}

int ones(const Dataset& data) {
  return static_cast<int>(std::count(data.targets().begin(), data.targets().end(), 1.0f));
}

}  // namespace

TEST_CASE("generators: every one keeps its range, its sizes and its finite numbers, with and without noise") {
  for (const Generator& generator : generators()) {
    for (const double noise : {0.0, 0.5, 1.0}) {
      CAPTURE(std::string(generator.name));
      CAPTURE(noise);
      const Dataset data = drawn(generator.name, generator.default_samples, noise);
      CHECK(data.rows() == generator.default_samples);
      CHECK(data.columns() == 2);
      CHECK(data.classes() == generator.classes);
      const float reach = std::string(generator.name) == "gauss" ? 16.0f : 6.01f;  // a Gaussian has no edge
      for_each_point(data, [&](float x, float y, float target) {
        REQUIRE(std::fabs(x) <= reach);
        REQUIRE(std::fabs(y) <= reach);
        if (generator.classes == 2) REQUIRE((target == 0.0f || target == 1.0f));
      });
    }
  }
}

TEST_CASE("generators: the same seed gives the same data, another seed another") {
  for (const Generator& generator : generators()) {
    CAPTURE(std::string(generator.name));
    CHECK(drawn(generator.name, 100, 0.2, 5).fingerprint() ==
          drawn(generator.name, 100, 0.2, 5).fingerprint());
    CHECK(drawn(generator.name, 100, 0.2, 5).fingerprint() !=
          drawn(generator.name, 100, 0.2, 6).fingerprint());
  }
}

TEST_CASE("generators: classes are even and come in random order") {
  for (const char* name : {"circle", "gauss", "spiral"}) {
    CAPTURE(std::string(name));
    const Dataset data = drawn(name, 500, 0.0);
    CHECK(ones(data) == 250);
    // The first half of the rows is a fair draw from all: 5 sigma of the hypergeometric count.
    const auto early = std::count(data.targets().begin(), data.targets().begin() + 250, 1.0f);
    CHECK(std::fabs(static_cast<double>(early) - 125.0) < 5.0 * std::sqrt(250 * 0.25 * 0.5));
  }
  CHECK(std::fabs(ones(drawn("xor", 500, 0.0)) - 250.0) < 5.0 * std::sqrt(500 * 0.25));
}

TEST_CASE("circle: without noise the label is the radius, and the ring between is empty") {
  for_each_point(drawn("circle", 500, 0.0), [](float x, float y, float target) {
    const float r = std::hypot(x, y);
    if (target == 1.0f) {
      CHECK(r <= 2.5f + 1e-5f);
    } else {
      CHECK(r >= 3.5f - 1e-5f);
      CHECK(r <= 5.0f + 1e-5f);
    }
  });
}

TEST_CASE("circle: noise moves labels, never points") {
  const Dataset clean = drawn("circle", 500, 0.0), noisy = drawn("circle", 500, 0.4);
  CHECK(std::equal(clean.inputs().begin(), clean.inputs().end(), noisy.inputs().begin()));
  CHECK_FALSE(std::equal(clean.targets().begin(), clean.targets().end(), noisy.targets().begin()));
}

TEST_CASE("xor: without noise the label is the sign of the product, and the axes are kept free") {
  for_each_point(drawn("xor", 500, 0.0), [](float x, float y, float target) {
    CHECK(target == (x * y >= 0 ? 1.0f : 0.0f));
    CHECK(std::fabs(x) >= 0.3f);
    CHECK(std::fabs(y) >= 0.3f);
    CHECK(std::fabs(x) <= 5.3f);
  });
}

TEST_CASE("gauss: each class has its center and its variance") {
  for (const double noise : {0.0, 0.5}) {
    const Dataset data = drawn("gauss", 20000, noise);
    const double variance = 0.5 + 7.0 * noise;
    for (const float label : {0.0f, 1.0f}) {
      double sum = 0, squares = 0;
      for_each_point(data, [&](float x, float y, float target) {
        if (target != label) return;
        const double center = label == 1.0f ? 2.0 : -2.0;
        sum += (x - center) + (y - center);
        squares += (x - center) * (x - center) + (y - center) * (y - center);
      });
      CHECK(std::fabs(sum / 20000) < 5.0 * std::sqrt(variance / 20000));
      CHECK(std::fabs(squares / 20000 - variance) < 5.0 * variance * std::sqrt(2.0 / 20000));
    }
  }
}

TEST_CASE("spiral: without noise each arm is r = 5 t, angle = 2 pi 1.75 t, the second turned by half") {
  int matched = 0;
  const Dataset data = drawn("spiral", 400, 0.0);
  for_each_point(data, [&](float x, float y, float target) {
    const double along = std::hypot(double(x), double(y)) / 5.0;
    const double angle = 3.5 * M_PI * along + (target == 1.0f ? 0.0 : M_PI);
    if (std::fabs(x - 5 * along * std::sin(angle)) < 1e-4 &&
        std::fabs(y - 5 * along * std::cos(angle)) < 1e-4)
      ++matched;
  });
  CHECK(matched == 400);
}

TEST_CASE("plane and regGauss: targets are those of the formula") {
  for_each_point(drawn("plane", 1200, 0.0), [](float x, float y, float target) {
    CHECK(target == doctest::Approx((double(x) + y) / 10.0).epsilon(1e-5));
  });
  float lowest = 0, highest = 0;
  for_each_point(drawn("regGauss", 1200, 0.0), [&](float x, float y, float target) {
    lowest = std::min(lowest, target);
    highest = std::max(highest, target);
    if (std::hypot(x + 4.0f, y - 2.5f) < 1.0f)
      CHECK(target == doctest::Approx(1.0 - std::hypot(x + 4.0, y - 2.5) / 2.0).epsilon(1e-4));
    if (std::hypot(x, y - 2.5f) < 1.0f)
      CHECK(target == doctest::Approx(std::hypot(double(x), y - 2.5) / 2.0 - 1.0).epsilon(1e-4));
    if (std::fabs(y) < 0.49f) CHECK(target == 0.0f);
  });
  CHECK(lowest < -0.8f);
  CHECK(highest > 0.8f);
  CHECK(lowest >= -1.0f);
  CHECK(highest <= 1.0f);
}

TEST_CASE("generators: sizes and noise outside their limits are refused with the field") {
  const auto refused = [](int samples, double noise, const std::string& field) {
    const auto made = generate({&named("circle"), samples, noise, 1, {}});
    REQUIRE_FALSE(made.ok());
    CHECK(made.error().code == nw::core::Errc::bad_value);
    CHECK(std::string(made.error().field) == field);
  };
  refused(1, 0.0, "samples");
  refused(-5, 0.0, "samples");
  refused(kMaxSamples + 1, 0.0, "samples");
  refused(100, -0.1, "noise");
  refused(100, 1.1, "noise");
  refused(100, std::numeric_limits<double>::quiet_NaN(), "noise");
}
