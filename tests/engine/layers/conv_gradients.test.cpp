#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "support/conv_sizes.hpp"
#include "support/gradient.hpp"

// Finite differences of what the engine itself computes forward, for every kind, activation and parameter.

using namespace nw::test;
using nw::layers::ParameterInfo;
using nw::layers::Stage;

namespace {

constexpr double kTolerance = 2e-3;  // of float32 differences
constexpr float kStep = 0x1p-7f;

/// relu cannot be differenced where a preactivation crosses 0; the next seed where none does.
ConvCase smooth_case(const ConvSize& size, const std::string& activation, Stage stage) {
  for (std::uint64_t seed = 1;; ++seed) {
    ConvCase c(size, activation, stage, seed);
    if (activation != "relu" || stage == Stage::preactivation) return c;
    const Doubles z = c.preactivation();
    if (std::all_of(z.begin(), z.end(), [](double v) { return std::fabs(v) > 2 * kStep; })) return c;
  }
}

void check_differences(const ConvSize& size, const std::string& activation, Stage stage) {
  const ConvCase c = smooth_case(size, activation, stage);
  const auto got = c.backward();
  const auto loss = [&](const std::vector<float>& params, const std::vector<float>& x) {
    const auto y = c.forward(params, x, stage);
    double total = 0;
    for (std::size_t i = 0; i < y.size(); ++i) total += static_cast<double>(c.d_y[i]) * y[i];
    return total;
  };
  CAPTURE(c.size.text());
  CAPTURE(activation);
  for (const ParameterInfo& info : c.layer->parameters()) {
    const auto floats = static_cast<std::size_t>(info.shape.size());
    const auto with = [&](std::span<const float> values) {
      std::vector<float> params = c.params;
      std::copy(values.begin(), values.end(), params.begin() + static_cast<long>(info.offset));
      return loss(params, c.x);
    };
    CAPTURE(info.name);
    CHECK(gradient_error(with, std::span(c.params).subspan(info.offset, floats),
                         std::span(got.d_params).subspan(info.offset, floats), kStep) < kTolerance);
  }
  const std::string input = "the input";
  CAPTURE(input);
  CHECK(gradient_error([&](std::span<const float> x) { return loss(c.params, {x.begin(), x.end()}); }, c.x,
                       got.d_x, kStep) < kTolerance);
}

void check_kind(ConvKind kind) {
  for (const std::string activation :
       {"linear", "relu", "sigmoid", "tanh", "softmax", "gelu", "silu", "softplus"}) {
    const bool same = kind != ConvKind::local;
    for (Stage stage : {Stage::output, Stage::preactivation})
      check_differences({kind, 4, 3, 2, 3, {2, 2}, {2, 1}, {1, 1}, same, 2}, activation, stage);
  }
  for (const ConvSize& size : window_sizes(kind)) check_differences(size, "tanh", Stage::output);
}

}  // namespace

TEST_CASE("Conv2d gradients: every activation, parameter and input against finite differences") {
  check_kind(ConvKind::conv2d);
}
TEST_CASE("DepthwiseConv2d gradients: every activation, parameter and input against finite differences") {
  check_kind(ConvKind::depthwise);
}
TEST_CASE("LocallyConnected2d gradients: every activation, parameter and input against finite differences") {
  check_kind(ConvKind::local);
}
