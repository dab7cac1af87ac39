#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "kernels/losses.hpp"
#include "support/dense_case.hpp"
#include "support/gradient.hpp"

// Finite differences of what the engine itself computes forward, for every activation, every parameter and
// the input.

using namespace nw::layers;
using nw::test::DenseCase;
using nw::test::gradient_error;

namespace {

constexpr double kTolerance =
    1.5e-3;  // of float32 differences; a wrong factor or a lost term is hundreds of times larger
constexpr int kSizes[][3] = {{2, 4, 10}, {3, 1, 5}, {5, 6, 3}, {9, 13, 4}};

/// relu, leakyRelu and selu are not differentiable where a preactivation crosses 0: such a case cannot be
/// differenced. True when none does.
bool away_from_kinks(const DenseCase& c, float step) {
  if (c.activation != "relu" && c.activation != "leakyRelu" && c.activation != "selu") return true;
  for (int row = 0; row < c.batch; ++row) {
    for (double z : c.preactivation(row)) {
      if (std::fabs(z) < 2 * step) return false;
    }
  }
  return true;
}

/// The next case (by seed) that has no preactivation near a kink.
DenseCase smooth_case(const int (&size)[3], const std::string& activation, Stage stage, float step) {
  for (std::uint64_t seed = 1;; ++seed) {
    DenseCase c(size[0], size[1], size[2], activation, stage, seed);
    if (away_from_kinks(c, step)) return c;
  }
}

/// Compares every parameter and the input, naming the one that is wrong. loss(params, x) in double.
template <class Loss>
void check_all(const DenseCase& c, const DenseCase::Gradients& got, Loss loss, float step) {
  for (const ParameterInfo& info : c.layer->parameters()) {
    const auto size = static_cast<std::size_t>(info.shape.size());
    const auto with = [&](std::span<const float> values) {
      std::vector<float> params = c.params;
      std::copy(values.begin(), values.end(), params.begin() + static_cast<long>(info.offset));
      return loss(params, c.x);
    };
    CAPTURE(info.name);
    CHECK(gradient_error(with, std::span(c.params).subspan(info.offset, size),
                         std::span(got.d_params).subspan(info.offset, size), step) < kTolerance);
  }
  const std::string input = "the input";
  CAPTURE(input);
  CHECK(gradient_error([&](std::span<const float> x) { return loss(c.params, {x.begin(), x.end()}); }, c.x,
                       got.d_x, step) < kTolerance);
}

}  // namespace

TEST_CASE("Dense gradients: every activation, parameter and input against finite differences") {
  const float step = 0x1p-7f;
  for (const std::string activation : nw::kernels::kActivationNames) {
    for (const auto& size : kSizes) {
      for (Stage stage : {Stage::output, Stage::preactivation}) {
        const DenseCase c = smooth_case(size, activation, stage, step);
        const auto loss = [&](const std::vector<float>& params, const std::vector<float>& x) {
          const auto y = c.forward(params, x, stage);
          double total = 0;
          for (std::size_t i = 0; i < y.size(); ++i) total += static_cast<double>(c.d_y[i]) * y[i];
          return total;
        };
        CAPTURE(activation);
        CAPTURE(size[0]);
        CAPTURE(size[1]);
        CAPTURE(static_cast<int>(stage));
        check_all(c, c.backward(), loss, step);
      }
    }
  }
}

TEST_CASE(
    "Dense gradients: fused with the losses of its activation, against finite differences of the loss") {
  const float step = 0x1p-6f;
  // softmax and sigmoid with their cross-entropy, tanh with the mean squared error, which is not fused.
  for (const std::string activation : {"softmax", "sigmoid", "tanh"}) {
    for (const auto& size : kSizes) {
      const Stage stage = activation == "tanh" ? Stage::output : Stage::preactivation;
      DenseCase c(size[0], size[1], size[2], activation, stage);
      const auto cols = static_cast<std::size_t>(c.out);
      std::vector<float> target(c.d_y.size());
      for (std::size_t row = 0; row < static_cast<std::size_t>(c.batch); ++row)
        target[row * cols + row % cols] = 1.0f;

      const auto value = [&](const std::vector<float>& y, std::span<float> d) {
        if (activation == "softmax") return nw::kernels::softmax_cross_entropy(y, target, d, cols);
        if (activation == "sigmoid") return nw::kernels::sigmoid_cross_entropy(y, target, d);
        return nw::kernels::mean_squared_error(y, target, d);
      };
      (void)value(c.forward(c.params, c.x, stage), c.d_y);  // the gradient that the loss hands to the layer
      const auto loss = [&](const std::vector<float>& params, const std::vector<float>& x) {
        return value(c.forward(params, x, stage), {});
      };
      CAPTURE(activation);
      CAPTURE(size[0]);
      CAPTURE(size[1]);
      check_all(c, c.backward(), loss, step);
    }
  }
}
