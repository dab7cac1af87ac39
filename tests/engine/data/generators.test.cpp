#include "data/generators.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <string>

#include "support/values.hpp"

using namespace nw::data;

namespace {

const Generator& named(const std::string& name) {
  for (const Generator& generator : generators()) {
    if (generator.name == name) return generator;
  }
  FAIL("no generator named " << name);
  return generators()[0];
}

Dataset drawn(const std::string& name, int samples, double noise, std::uint64_t seed = 3, int classes = 0) {
  auto made = generate({&named(name), samples, noise, seed, {SplitKind::none}, classes});
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
      const std::string name = generator.name;
      const bool is_gaussian = name == "gauss" || name == "blobs" || name == "moons";  // has no edge
      const float reach = is_gaussian ? 16.0f : 6.01f;
      for_each_point(data, [&](float x, float y, float target) {
        REQUIRE(std::fabs(x) <= reach);
        REQUIRE(std::fabs(y) <= reach);
        if (generator.classes > 0) {
          REQUIRE(target == std::floor(target));
          REQUIRE(target >= 0.0f);
          REQUIRE(target < static_cast<float>(generator.classes));
        }
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

TEST_CASE("generators: the points of every one are those they have always been") {
  // In the order of generators(): what links and replays draw again. Native and wasm alike.
  const char* const golden[] = {
      "7d4d4097f246d725", "f340fa603fa5efbe", "f81892052958b305", "232085b3bff207c4", "5c029a75fd88e9d3",
      "962158528d34aab9", "11225f32f7cff042", "0d8b07e4bc44c7aa", "40828df3f72d917b", "8943be1687e4f9d9"};
  REQUIRE(generators().size() == std::size(golden));
  for (std::size_t i = 0; i < std::size(golden); ++i) {
    CAPTURE(std::string(generators()[i].name));
    CHECK(nw::test::hex(drawn(generators()[i].name, 60, 0.1, 7).fingerprint()) == golden[i]);
  }
}

TEST_CASE("generators: where there is a choice, every number of classes from 2 to the most is even") {
  for (const char* name : {"blobs", "spirals", "rings"}) {
    REQUIRE(named(name).most_classes == 10);
    for (int classes = 2; classes <= 10; ++classes) {
      CAPTURE(std::string(name));
      CAPTURE(classes);
      const Dataset data = drawn(name, 503, 0.1, 3, classes);
      CHECK(data.classes() == classes);
      for (int label = 0; label < classes; ++label) {
        const auto count =
            std::count(data.targets().begin(), data.targets().end(), static_cast<float>(label));
        CHECK((count == 503 / classes || count == 503 / classes + 1));
      }
    }
    CHECK(drawn(name, 100, 0.1).fingerprint() == drawn(name, 100, 0.1, 3, 3).fingerprint());
  }
  CHECK(drawn("circle", 100, 0.1).fingerprint() == drawn("circle", 100, 0.1, 3, 2).fingerprint());
}

TEST_CASE("moons: without noise two half circles, each reaching into the other") {
  const Dataset data = drawn("moons", 500, 0.0);
  CHECK(ones(data) == 250);
  float left = 0, right = 0;
  for_each_point(data, [&](float x, float y, float target) {
    const double side = target == 0.0f ? 1 : -1;
    CHECK(std::hypot(x + 2 * side, y + side) == doctest::Approx(4.0).epsilon(1e-5));
    CHECK(side * y >= -1.0 - 1e-5);  // the half that looks away from the other
    left = std::min(left, x);
    right = std::max(right, x);
  });
  CHECK(left < -5.9f);
  CHECK(right > 5.9f);
}

TEST_CASE("blobs: each class has its center on the circle and its deviation") {
  const int classes = 5, each = 4000;
  for (const double noise : {0.0, 0.5}) {
    double x_sum[classes] = {}, y_sum[classes] = {}, squares[classes] = {};
    const auto angle = [&](int label) { return 2 * M_PI * label / classes; };
    for_each_point(drawn("blobs", classes * each, noise, 3, classes), [&](float x, float y, float target) {
      const int label = static_cast<int>(target);
      const double dx = x - 4 * std::sin(angle(label)), dy = y - 4 * std::cos(angle(label));
      x_sum[label] += dx;
      y_sum[label] += dy;
      squares[label] += dx * dx + dy * dy;
    });
    const double deviation = 0.5 + noise;
    for (int label = 0; label < classes; ++label) {
      CHECK(std::fabs(x_sum[label] / each) < 5.0 * deviation / std::sqrt(each));
      CHECK(std::fabs(y_sum[label] / each) < 5.0 * deviation / std::sqrt(each));
      CHECK(std::fabs(squares[label] / (2 * each) / (deviation * deviation) - 1) < 5.0 / std::sqrt(each));
    }
  }
}

TEST_CASE(
    "spirals: without noise each arm is r = 5 t, angle = 2 pi (t + its share of a turn), to near the end") {
  const int classes = 4;
  float longest[classes] = {};
  for_each_point(drawn("spirals", 402, 0.0, 3, classes), [&](float x, float y, float target) {
    const double r = std::hypot(double(x), double(y));
    const double angle = 2 * M_PI * (r / 5 + target / classes);
    CHECK(std::fabs(x - r * std::sin(angle)) < 1e-4);
    CHECK(std::fabs(y - r * std::cos(angle)) < 1e-4);
    longest[static_cast<int>(target)] = std::max(longest[static_cast<int>(target)], float(r));
  });
  for (const float r : longest) {
    CHECK(r > 4.9f);
    CHECK(r < 5.0f);
  }
}

TEST_CASE("rings: without noise the radius says the class, and the gaps are empty") {
  for (const int classes : {2, 3, 10}) {
    const double step = 5.0 / (classes - 1.0 / 3);
    double largest = 0;
    for_each_point(drawn("rings", 1000, 0.0, 3, classes), [&](float x, float y, float target) {
      const double r = std::hypot(double(x), double(y));
      CHECK(r >= target * step - 1e-5);
      CHECK(r <= (target + 2.0 / 3) * step + 1e-5);
      largest = std::max(largest, r);
    });
    CHECK(largest > 4.8);
    CHECK(largest <= 5.0 + 1e-5);
  }
}

TEST_CASE("generators: a number of classes that the generator does not have is refused") {
  const auto refused = [](const char* name, int classes, double expected) {
    CAPTURE(std::string(name));
    CAPTURE(classes);
    const auto made = generate({&named(name), 100, 0.0, 1, {}, classes});
    REQUIRE_FALSE(made.ok());
    CHECK(made.error().code == nw::core::Errc::bad_value);
    CHECK(std::string(made.error().field) == "classes");
    CHECK(made.error().expected == expected);
    CHECK(made.error().actual == classes);
  };
  refused("blobs", 1, 2);
  refused("blobs", -1, 2);
  refused("blobs", 11, 10);
  refused("circle", 3, 2);
  refused("circle", 1, 2);
  refused("moons", 3, 2);
  refused("plane", 2, 0);
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
