#include "data/images.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

#include "core/hash.hpp"
#include "support/values.hpp"

using namespace nw::data;
using nw::core::Errc;

namespace {

const ImageKind& kind_named(const std::string& name) {
  for (const ImageKind& kind : image_kinds()) {
    if (kind.name == name) return kind;
  }
  FAIL("no images named " << name);
  return image_kinds()[0];
}

std::size_t pixels_of(const ImageKind& kind) { return static_cast<std::size_t>(kind.height * kind.width); }

std::vector<float> alone(const ImageSpec& spec, int sample) {
  std::vector<float> pixels(pixels_of(*spec.kind), -1.0f);
  REQUIRE(draw_image(spec, sample, pixels).ok());
  return pixels;
}

Dataset drawn_images(const ImageSpec& spec) {
  auto made = generate_images(spec);
  REQUIRE(made.ok());
  return std::move(made).value();
}

template <class Refusable>
void check_refused(const Refusable& made, Errc code, const std::string& field) {
  REQUIRE_FALSE(made.ok());
  CHECK(made.error().code == code);
  CHECK(std::string(made.error().field) == field);
}

}  // namespace

TEST_CASE("images: the pixels of every kind are those they have always been") {
  // In the order of image_kinds(): hashes of 40 clean and 10 noisy images. Native and wasm alike.
  const char* const golden[] = {"5b0fba4d72271ff7", "318ba29cbce20488", "3dfc912251b27ebb",
                                "63b42d825bf745f5"};
  REQUIRE(image_kinds().size() == std::size(golden));
  for (std::size_t i = 0; i < std::size(golden); ++i) {
    CAPTURE(std::string(image_kinds()[i].name));
    nw::core::Hash hash;
    for (int sample = 0; sample < 40; ++sample)
      hash.add_floats(alone({&image_kinds()[i], 2, 0.0, 11}, sample));
    for (int sample = 0; sample < 10; ++sample)
      hash.add_floats(alone({&image_kinds()[i], 2, 0.2, 12}, sample));
    CHECK(nw::test::hex(hash.value()) == golden[i]);
  }
}

TEST_CASE("images: a sample alone is the row of any set, and its label is the target") {
  for (const ImageKind& kind : image_kinds()) {
    for (const int samples : {23, 50}) {
      CAPTURE(std::string(kind.name));
      const ImageSpec spec{&kind, samples, 0.1, 5, {SplitKind::none}};
      const Dataset data = drawn_images(spec);
      REQUIRE(data.rows() == samples);
      REQUIRE(data.columns() == kind.height * kind.width);
      REQUIRE(data.classes() == static_cast<int>(kind.classes.size()));
      for (int sample = samples - 1; sample >= 0; --sample) {
        const auto pixels = alone(spec, sample);
        const auto row =
            data.inputs().subspan(static_cast<std::size_t>(sample) * pixels.size(), pixels.size());
        CHECK(std::equal(pixels.begin(), pixels.end(), row.begin()));
        CHECK(data.targets()[static_cast<std::size_t>(sample)] == float(image_label(kind, 5, sample)));
      }
    }
  }
}

TEST_CASE("images: another seed and another sample give another image, noise moves no line") {
  for (const ImageKind& kind : image_kinds()) {
    CAPTURE(std::string(kind.name));
    const int round = static_cast<int>(kind.classes.size());
    CHECK(alone({&kind, 2, 0.0, 5}, 0) != alone({&kind, 2, 0.0, 6}, 0));
    for (int sample = 1; sample < 2 * round; ++sample) {
      CHECK(alone({&kind, 2, 0.0, 5}, 0) != alone({&kind, 2, 0.0, 5}, sample));
    }
    double squares = 0;
    int within = 0;
    for (int sample = 0; sample < 20; ++sample) {
      const auto clean = alone({&kind, 2, 0.0, 5}, sample), noisy = alone({&kind, 2, 0.05, 5}, sample);
      for (std::size_t i = 0; i < clean.size(); ++i) {
        CHECK(std::fabs(clean[i] - noisy[i]) <= 0.05 * 3.4642);  // the four uniform numbers at their end
        if (clean[i] < 0.2f || clean[i] > 0.8f) continue;        // where nothing is cut off
        squares += std::pow(double(clean[i]) - noisy[i], 2);
        ++within;
      }
    }
    REQUIRE(within > 500);
    CHECK(std::sqrt(squares / within) == doctest::Approx(0.05).epsilon(5.0 / std::sqrt(2.0 * within)));
  }
}

TEST_CASE("images: every class once in each round, in an order that differs") {
  for (const ImageKind& kind : image_kinds()) {
    CAPTURE(std::string(kind.name));
    const int classes = static_cast<int>(kind.classes.size());
    std::vector<int> first(static_cast<std::size_t>(classes), 0);
    for (int round = 0; round < 400; ++round) {
      std::vector<int> seen(first.size(), 0);
      for (int i = 0; i < classes; ++i)
        ++seen[static_cast<std::size_t>(image_label(kind, 9, round * classes + i))];
      CHECK(std::count(seen.begin(), seen.end(), 1) == classes);
      ++first[static_cast<std::size_t>(image_label(kind, 9, round * classes))];
    }
    const double expected = 400.0 / classes;
    for (const int count : first) CHECK(std::fabs(count - expected) < 5.0 * std::sqrt(expected));
  }
}

TEST_CASE("images: all pixels lie in 0 to 1 and use that range") {
  for (const ImageKind& kind : image_kinds()) {
    for (const double noise : {0.0, 0.3, 1.0}) {
      CAPTURE(std::string(kind.name));
      const Dataset data = drawn_images({&kind, 200, noise, 4, {SplitKind::none}});
      const auto [low, high] = std::minmax_element(data.inputs().begin(), data.inputs().end());
      CHECK(*low >= 0.0f);
      CHECK(*high <= 1.0f);
      CHECK(*low < 0.05f);
      CHECK(*high > 0.9f);
    }
  }
}

TEST_CASE("strokeDigits: as MNIST's, black outside of a box of 20 and centered by brightness") {
  const ImageKind& kind = kind_named("strokeDigits");
  for (int sample = 0; sample < 300; ++sample) {
    CAPTURE(sample);
    const auto pixels = alone({&kind, 2, 0.0, 8}, sample);
    double sum = 0, sum_x = 0, sum_y = 0;
    int left = 28, right = -1, top = 28, bottom = -1;
    for (int y = 0; y < 28; ++y) {
      for (int x = 0; x < 28; ++x) {
        const float value = pixels[static_cast<std::size_t>(y * 28 + x)];
        sum += value;
        sum_x += value * x;
        sum_y += value * y;
        if (value < 0.5f) continue;
        left = std::min(left, x), right = std::max(right, x);
        top = std::min(top, y), bottom = std::max(bottom, y);
      }
    }
    CHECK(sum_x / sum == doctest::Approx(13.5).epsilon(0.02));
    CHECK(sum_y / sum == doctest::Approx(13.5).epsilon(0.02));
    const int longer = std::max(right - left, bottom - top) + 1;
    CHECK(longer >= 17);
    CHECK(longer <= 21);
  }
}

TEST_CASE("edges: brightness changes across the direction of the class, not along it") {
  const ImageKind& kind = kind_named("edges");
  int right_ones = 0;
  for (int sample = 0; sample < 400; ++sample) {
    const auto pixels = alone({&kind, 2, 0.0, 8}, sample);
    // The structure tensor's main direction is that across the edge.
    double xx = 0, xy = 0, yy = 0;
    for (int y = 1; y < 11; ++y) {
      for (int x = 1; x < 11; ++x) {
        const auto at = [&](int row, int column) {
          return double(pixels[static_cast<std::size_t>(row * 12 + column)]);
        };
        const double gx = at(y, x + 1) - at(y, x - 1), gy = at(y + 1, x) - at(y - 1, x);
        xx += gx * gx, xy += gx * gy, yy += gy * gy;
      }
    }
    const double across = 0.5 * std::atan2(2 * xy, xx - yy), along = across + M_PI / 2;
    const int nearest = static_cast<int>(std::lround(along / (M_PI / 8)) + 8) % 8;
    right_ones += nearest == image_label(kind, 8, sample);
  }
  CHECK(right_ones >= 380);  // pixels round a few of the directions that lie between two classes
}

TEST_CASE("shapes: the roundness of the filled area tells the classes apart") {
  // Area over the area of the circle around its middle that holds it: 1, 2/pi, 0.41, about 0.33 and 0.36.
  const ImageKind& kind = kind_named("shapes");
  double roundness[5] = {};
  for (int sample = 0; sample < 500; ++sample) {
    auto pixels = alone({&kind, 2, 0.0, 8}, sample);
    const auto [low, high] = std::minmax_element(pixels.begin(), pixels.end());
    const float dark = *low, span = *high - *low;
    REQUIRE(span > 0.3f);
    double area = 0, mx = 0, my = 0, reach = 0;
    for (int i = 0; i < 256; ++i) {
      const double share = (pixels[static_cast<std::size_t>(i)] - dark) / span;
      area += share, mx += share * (i % 16), my += share * (i / 16);
    }
    mx /= area, my /= area;
    for (int i = 0; i < 256; ++i) {
      if ((pixels[static_cast<std::size_t>(i)] - dark) / span < 0.5f) continue;
      reach = std::max(reach, std::hypot(i % 16 - mx, i / 16 - my) + 0.5);
    }
    roundness[image_label(kind, 8, sample)] += area / (M_PI * reach * reach) / 100;
  }
  const double circle = roundness[0], square = roundness[1], triangle = roundness[2];
  CHECK(circle > 0.8);  // the reach counts the rim's pixels in full
  CHECK(square == doctest::Approx(0.64).epsilon(0.12));
  CHECK(triangle == doctest::Approx(0.41).epsilon(0.15));
  CHECK(std::max(roundness[3], roundness[4]) < square - 0.1);
}

TEST_CASE("composedObjects: the masks of the parts lie within the object and add up to it") {
  const ImageKind& kind = kind_named("composedObjects");
  const int parts = static_cast<int>(kind.parts.size());
  std::vector<std::uint32_t> found(kind.classes.size(), 0);
  for (int sample = 0; sample < 400; ++sample) {
    CAPTURE(sample);
    const ImageSpec spec{&kind, 2, 0.0, 8};
    const auto image = alone(spec, sample);
    std::vector<float> sum(image.size(), 0.0f), mask(image.size());
    const auto label = static_cast<std::size_t>(image_label(kind, 8, sample));
    for (int part = 0; part < parts; ++part) {
      REQUIRE(draw_part_mask(spec, sample, part, mask).ok());
      float largest = 0;
      for (std::size_t i = 0; i < mask.size(); ++i) {
        REQUIRE(mask[i] >= 0.0f);
        REQUIRE(mask[i] <= 1.0f);
        if (mask[i] > 0.0f) REQUIRE(image[i] > 0.0f);
        sum[i] += mask[i];
        largest = std::max(largest, mask[i]);
      }
      if (largest > 0.3f) found[label] |= std::uint32_t{1} << part;
    }
    for (std::size_t i = 0; i < sum.size(); ++i) {
      REQUIRE(sum[i] <= 1.0f + 1e-5f);
      REQUIRE((sum[i] > 0.0f) == (image[i] > 0.0f));
      REQUIRE(image[i] <= sum[i] + 1e-5f);  // no part is brighter than 1
      if (image[i] > 0.0f) REQUIRE(image[i] >= 0.05f * sum[i]);
    }
  }
  // Every part that a class may have is seen in one of its objects, and no other.
  for (std::size_t label = 0; label < found.size(); ++label)
    CHECK(found[label] == kind.parts_of_class[label]);
}

TEST_CASE("composedObjects: masks do not hear the noise, and stand where the brightness of the part is") {
  const ImageKind& kind = kind_named("composedObjects");
  std::vector<float> clean(pixels_of(kind)), noisy(clean.size());
  for (int sample = 0; sample < 20; ++sample) {
    for (int part = 0; part < static_cast<int>(kind.parts.size()); ++part) {
      REQUIRE(draw_part_mask({&kind, 2, 0.0, 8}, sample, part, clean).ok());
      REQUIRE(draw_part_mask({&kind, 2, 0.5, 8}, sample, part, noisy).ok());
      CHECK(clean == noisy);
    }
  }
}

TEST_CASE("images: sizes, noise, parts and buffers outside their limits are refused with the field") {
  const ImageKind& kind = image_kinds()[0];
  check_refused(generate_images({&kind, 1, 0.0, 1}), Errc::bad_value, "samples");
  check_refused(generate_images({&kind, kMaxImages + 1, 0.0, 1}), Errc::bad_value, "samples");
  for (const double noise : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()}) {
    check_refused(generate_images({&kind, 10, noise, 1}), Errc::bad_value, "noise");
    std::vector<float> pixels(784);
    check_refused(draw_image({&kind, 10, noise, 1}, 0, pixels), Errc::bad_value, "noise");
  }
  std::vector<float> small(783);
  check_refused(draw_image({&kind, 10, 0.0, 1}, 0, small), Errc::bad_shape, "pixels");
  const ImageKind& objects = kind_named("composedObjects");
  check_refused(draw_part_mask({&objects, 10, 0.0, 1}, 0, 0, small), Errc::bad_shape, "mask");
  std::vector<float> mask(784);
  check_refused(draw_part_mask({&objects, 10, 0.0, 1}, 0, -1, mask), Errc::bad_value, "part");
  check_refused(draw_part_mask({&objects, 10, 0.0, 1}, 0, int(objects.parts.size()), mask), Errc::bad_value,
                "part");
  check_refused(draw_part_mask({&kind, 10, 0.0, 1}, 0, 0, mask), Errc::bad_value, "part");
}
