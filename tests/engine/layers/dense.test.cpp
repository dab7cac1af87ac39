#include "layers/dense.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "support/dense_case.hpp"

using namespace nw::layers;
using nw::core::Errc;
using nw::core::Shape;
using nw::kernels::Activation;
using nw::parallel::Pool;
using nw::test::DenseCase;
using nw::test::Doubles;
using nw::test::same_bits_all;

namespace {

const char* const kActivations[] = {"linear", "relu", "sigmoid", "tanh", "softmax", "elu", "gelu", "silu"};
constexpr int kSizes[][3] = {{2, 4, 10}, {4, 2, 10},   {2, 1, 10}, {1, 1, 1},
                             {3, 5, 7},  {64, 32, 32}, {17, 9, 5}, {7, 33, 3}};

double largest_error(const std::vector<float>& got, const Doubles& want) {
  double worst = 0;
  for (std::size_t i = 0; i < want.size(); ++i) {
    const double error = std::fabs(got[i] - want[i]) / (1 + std::fabs(want[i]));
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

}  // namespace

TEST_CASE("Dense: forward matches the double reference, before and after the activation") {
  for (const std::string activation : kActivations) {
    for (const auto& size : kSizes) {
      const DenseCase c(size[0], size[1], size[2], activation, Stage::output);
      Doubles logits, outputs;
      for (int row = 0; row < c.batch; ++row) {
        const Doubles z = c.preactivation(row), y = nw::test::activated(activation, z);
        logits.insert(logits.end(), z.begin(), z.end());
        outputs.insert(outputs.end(), y.begin(), y.end());
      }
      CAPTURE(activation);
      CAPTURE(size[0]);
      CAPTURE(size[1]);
      CHECK(largest_error(c.forward(c.params, c.x, Stage::preactivation), logits) < 2e-6);
      CHECK(largest_error(c.forward(c.params, c.x, Stage::output), outputs) < 2e-6);
    }
  }
}

TEST_CASE("Dense: backward matches the double reference, and touches no stranger's gradient") {
  for (const std::string activation : kActivations) {
    for (const auto& size : kSizes) {
      for (Stage stage : {Stage::output, Stage::preactivation}) {
        const DenseCase c(size[0], size[1], size[2], activation, stage);
        Doubles d_kernel(static_cast<std::size_t>(c.in * c.out)), d_bias(static_cast<std::size_t>(c.out)),
            d_x;
        for (int row = 0; row < c.batch; ++row) {
          const auto begin = c.d_y.begin() + row * c.out;
          Doubles d_z(begin, begin + c.out);
          if (stage == Stage::output)
            d_z = nw::test::activation_gradient(activation, c.preactivation(row), d_z);
          for (int i = 0; i < c.in; ++i) {
            double sum = 0;
            for (int j = 0; j < c.out; ++j) {
              const double d = d_z[static_cast<std::size_t>(j)];
              d_kernel[static_cast<std::size_t>(i * c.out + j)] +=
                  c.x[static_cast<std::size_t>(row * c.in + i)] * d;
              sum += c.weight(i, j) * d;
            }
            d_x.push_back(sum);
          }
          for (int j = 0; j < c.out; ++j)
            d_bias[static_cast<std::size_t>(j)] += d_z[static_cast<std::size_t>(j)];
        }
        CAPTURE(activation);
        CAPTURE(size[0]);
        CAPTURE(size[1]);
        const auto got = c.backward();
        std::vector<float> rest = got.d_params;
        for (const auto& [index, want] : {std::pair{0, d_kernel}, std::pair{1, d_bias}}) {
          const auto& info = c.layer->parameters()[static_cast<std::size_t>(index)];
          const auto at = got.d_params.begin() + static_cast<long>(info.offset);
          CAPTURE(info.name);
          CHECK(largest_error({at, at + info.shape.size()}, want) < 4e-6);
          std::fill_n(rest.begin() + static_cast<long>(info.offset), info.shape.size(), DenseCase::kStranger);
        }
        CHECK(largest_error(got.d_x, d_x) < 4e-6);
        CHECK(std::count(rest.begin(), rest.end(), DenseCase::kStranger) == static_cast<long>(rest.size()));
      }
    }
  }
}

TEST_CASE("Dense: without d_x the other gradients have the same bits") {
  const DenseCase c(13, 6, 9, "tanh", Stage::output);
  const auto with = c.backward(true), without = c.backward(false);
  CHECK(same_bits_all(with.d_params, without.d_params));
  CHECK(std::count(without.d_x.begin(), without.d_x.end(), DenseCase::kStranger) ==
        static_cast<long>(without.d_x.size()));
}

TEST_CASE("Dense: the same bits at every number of threads, forward and backward") {
  for (int threads : nw::test::kThreadCounts) {
    Pool pool(threads);
    for (const std::string activation : kActivations) {
      for (const auto& size : {std::vector<int>{300, 130, 64}, {40, 10, 4000}, {20, 20, 10}}) {
        const DenseCase c(size[0], size[1], size[2], activation, Stage::output);
        const auto want = c.backward(), got = c.backward(true, &pool);
        CAPTURE(activation);
        CAPTURE(size[0]);
        CAPTURE(threads);
        CHECK(same_bits_all(c.forward(c.params, c.x, Stage::output, &pool),
                            c.forward(c.params, c.x, Stage::output)));
        CHECK(same_bits_all(got.d_params, want.d_params));
        CHECK(same_bits_all(got.d_x, want.d_x));
      }
    }
  }
}

TEST_CASE("Dense: rows do not know of each other: one at a time gives the same outputs") {
  const DenseCase whole(9, 7, 6, "softmax", Stage::output);
  const auto y = whole.forward(whole.params, whole.x, Stage::output);
  for (int row = 0; row < whole.batch; ++row) {
    DenseCase one(9, 7, 1, "softmax", Stage::output);
    const auto begin = whole.x.begin() + row * 9;
    const auto alone = one.forward(whole.params, {begin, begin + 9}, Stage::output);
    CHECK(same_bits_all(alone, std::vector<float>(y.begin() + row * 7, y.begin() + row * 7 + 7)));
  }
}

TEST_CASE("Dense: a NaN in one row spoils that row's outputs and no others") {
  for (const std::string activation : kActivations) {
    DenseCase c(5, 6, 4, activation, Stage::output);
    c.x[2 * 5 + 3] = nw::test::kNan;
    const auto y = c.forward(c.params, c.x, Stage::output);
    for (int i = 0; i < 24; ++i) CHECK(std::isnan(y[static_cast<std::size_t>(i)]) == (i / 6 == 2));
  }
}

TEST_CASE("Dense: says what it is: type, shapes, parameters and their place") {
  const auto layer = std::move(Dense::make("dense_2", {5}, 3, Activation::relu)).value();
  CHECK(layer->type() == "dense");
  CHECK(layer->name() == "dense_2");
  CHECK(layer->input_shape() == Shape{5});
  CHECK(layer->output_shape() == Shape{3});
  CHECK(layer->flops_per_row() >= 6.0 * 5 * 3);
  REQUIRE(layer->parameters().size() == 2);
  const std::size_t end = layer->place_parameters(8);
  const ParameterInfo &kernel = layer->parameters()[0], &bias = layer->parameters()[1];
  CHECK(kernel.name == "dense_2/kernel");
  CHECK(kernel.shape == Shape{5, 3});
  CHECK(kernel.fan_in == 5);
  CHECK(kernel.fan_out == 3);
  CHECK(!kernel.is_bias());
  CHECK(kernel.offset == 8);
  CHECK(bias.name == "dense_2/bias");
  CHECK(bias.shape == Shape{3});
  CHECK(bias.is_bias());
  CHECK(bias.offset == 24);  // 8 + 15, brought to a multiple of 4
  CHECK(end == 28);
}

TEST_CASE(
    "Dense: 0 and 10 million units, a shapeless input and a kernel beyond all bounds are refused with the "
    "numbers") {
  const auto refused = [](const Shape& input, int units) {
    return Dense::make("d", input, units, Activation::relu).error();
  };
  for (int units : {0, -1, 10000000, Dense::kMaxUnits + 1}) {
    const auto error = refused({4}, units);
    CHECK(error.code == Errc::bad_value);
    CHECK(std::string(error.field) == "units");
    CHECK(error.expected == Dense::kMaxUnits);
    CHECK(error.actual == units);
  }
  CHECK(refused({28, 28, 1}, 4).code == Errc::bad_spec);
  CHECK(refused({28, 28, 1}, 4).actual == 3);
  CHECK(refused({0}, 4).code == Errc::bad_spec);
  CHECK(refused({65536}, 65536).code == Errc::network_too_large);
  CHECK(refused({65536}, 65536).actual == 4.0 * 65536 * 65536);
}
