#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "support/conv_sizes.hpp"

// What the three convolutions have in common, against the definition.

using namespace nw::test;
using nw::layers::Stage;
using nw::parallel::Pool;

namespace {

constexpr double kForward = 2e-6, kBackward = 4e-6;
constexpr double kLong = 6e-5;  // of sums over thousands of places, which rounding moves more

/// Compares outputs and gradients, and looks that nobody else's gradient was written.
void check_case(const ConvCase& c, double tolerance = kBackward) {
  CAPTURE(c.size.text());
  CAPTURE(c.activation);
  CHECK(largest_error(c.forward(c.params, c.x, Stage::preactivation), c.preactivation()) < kForward);
  CHECK(largest_error(c.forward(c.params, c.x, Stage::output), c.output()) < kForward);

  const auto got = c.backward();
  const auto want = c.reference();
  CHECK(largest_error(c.part(got.d_params, 0), want.d_kernel) < tolerance);
  CHECK(largest_error(c.part(got.d_params, 1), want.d_bias) < tolerance);
  CHECK(largest_error(got.d_x, want.d_x) < tolerance);
  std::vector<float> rest = got.d_params;
  for (const auto& info : c.layer->parameters())
    std::fill_n(rest.begin() + static_cast<long>(info.offset), info.shape.size(), ConvCase::kStranger);
  CHECK(std::count(rest.begin(), rest.end(), ConvCase::kStranger) == static_cast<long>(rest.size()));
}

void check_kind(ConvKind kind) {
  for (const ConvSize& size : narrow_sizes(kind)) check_case(ConvCase(size));
  const std::string activations[] = {"linear", "relu", "sigmoid", "tanh", "softmax"};
  std::size_t next = 0;
  for (const ConvSize& size : window_sizes(kind)) check_case(ConvCase(size, activations[next++ % 5]));
  for (const ConvSize& size : cut_sizes(kind)) check_case(ConvCase(size, activations[next++ % 5]), kLong);
  for (const std::string& activation : activations) {
    for (Stage stage : {Stage::output, Stage::preactivation})
      check_case(ConvCase({kind, 5, 6, 3, 2, {3, 3}, {1, 2}, {1, 1}, false, 3}, activation, stage));
  }
}

void check_bits(ConvKind kind) {
  std::size_t number = 0;
  for (const ConvSize& size : cut_sizes(kind)) {
    const ConvCase c(size, number++ % 2 == 0 ? "relu" : "softmax");
    const auto y = c.forward(c.params, c.x, Stage::output);
    const auto want = c.backward();
    for (int threads : kThreadCounts) {
      Pool pool(threads);
      const auto got = c.backward(true, &pool);
      CAPTURE(c.size.text());
      CAPTURE(threads);
      CHECK(same_bits_all(c.forward(c.params, c.x, Stage::output, &pool), y));
      CHECK(same_bits_all(got.d_params, want.d_params));
      CHECK(same_bits_all(got.d_x, want.d_x));
    }
    // The first layer of a network does without d_x; then it is left alone.
    Pool pool(2);
    const auto first = c.backward(false, &pool);
    CHECK(same_bits_all(first.d_params, want.d_params));
    CHECK(std::count(first.d_x.begin(), first.d_x.end(), ConvCase::kStranger) ==
          static_cast<long>(first.d_x.size()));
  }
}

/// Outputs and d_x of an image depend on that image alone.
void check_images_apart(ConvKind kind) {
  for (ConvSize size : cut_sizes(kind)) {
    CAPTURE(size.text());
    ConvCase c(size, "softmax");
    const auto y = c.forward(c.params, c.x, Stage::output), d_x = c.backward().d_x;
    const int batch = size.batch, spoiled = batch / 2;
    const auto image_of = [&](const std::vector<float>& values, int image) {
      const auto each = static_cast<long>(values.size()) / batch;
      return std::vector<float>(values.begin() + image * each, values.begin() + (image + 1) * each);
    };

    size.batch = 1;
    ConvCase one(size, "softmax");
    one.params = c.params;
    one.x = image_of(c.x, batch - 1);
    one.d_y = image_of(c.d_y, batch - 1);
    CHECK(same_bits_all(one.forward(one.params, one.x, Stage::output), image_of(y, batch - 1)));
    CHECK(same_bits_all(one.backward().d_x, image_of(d_x, batch - 1)));

    for (std::size_t i = 0, each = c.x.size() / static_cast<std::size_t>(batch); i < each; ++i)
      c.x[static_cast<std::size_t>(spoiled) * each + i] = kNan;
    const auto bad_y = c.forward(c.params, c.x, Stage::output), bad_d_x = c.backward().d_x;
    for (int image = 0; image < batch; ++image) {
      const auto part = image_of(bad_y, image);
      const bool has_nan = std::any_of(part.begin(), part.end(), [](float v) { return std::isnan(v); });
      CHECK(has_nan == (image == spoiled));
      if (image == spoiled) continue;
      CHECK(same_bits_all(part, image_of(y, image)));
      CHECK(same_bits_all(image_of(bad_d_x, image), image_of(d_x, image)));
    }
  }
}

}  // namespace

TEST_CASE("Conv2d: outputs and gradients match the definition, strangers stay untouched") {
  check_kind(ConvKind::conv2d);
}
TEST_CASE("DepthwiseConv2d: outputs and gradients match the definition, strangers stay untouched") {
  check_kind(ConvKind::depthwise);
}
TEST_CASE("LocallyConnected2d: outputs and gradients match the definition, strangers stay untouched") {
  check_kind(ConvKind::local);
}

TEST_CASE("Conv2d: the same bits at every number of threads, with d_x and without") {
  check_bits(ConvKind::conv2d);
}
TEST_CASE("DepthwiseConv2d: the same bits at every number of threads, with d_x and without") {
  check_bits(ConvKind::depthwise);
}
TEST_CASE("LocallyConnected2d: the same bits at every number of threads, with d_x and without") {
  check_bits(ConvKind::local);
}

TEST_CASE("Conv2d: images do not know of each other, and a NaN spoils its own only") {
  check_images_apart(ConvKind::conv2d);
}
TEST_CASE("DepthwiseConv2d: images do not know of each other, and a NaN spoils its own only") {
  check_images_apart(ConvKind::depthwise);
}
TEST_CASE("LocallyConnected2d: images do not know of each other, and a NaN spoils its own only") {
  check_images_apart(ConvKind::local);
}
