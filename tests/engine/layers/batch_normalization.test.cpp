#include "layers/batch_normalization.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "support/layer_case.hpp"
#include "support/reference.hpp"

using namespace nw::layers;
using namespace nw::test;
using nw::core::Errc;
using nw::core::Shape;

namespace {

constexpr double kMomentum = 0.9, kEpsilon = 1e-3;

LayerCase case_of(const Shape& shape, int batch, double momentum = kMomentum, std::uint64_t seed = 1) {
  return LayerCase(BatchNormalization::make("bn_1", shape, momentum, kEpsilon), batch, seed);
}

std::size_t channels_of(const LayerCase& c) {
  return std::size_t(c.layer->output_shape()[c.layer->output_shape().rank() - 1]);
}

/// Mean and variance of each channel, in double.
struct Reference {
  std::size_t channels;
  double count;
  Doubles mean, variance;

  explicit Reference(const LayerCase& c, const std::vector<float>& values)
      : channels(channels_of(c)), count(double(values.size()) / double(channels)) {
    mean.resize(channels);
    variance.resize(channels);
    for (std::size_t i = 0; i < values.size(); ++i) mean[i % channels] += double(values[i]) / count;
    for (std::size_t i = 0; i < values.size(); ++i)
      variance[i % channels] += std::pow(double(values[i]) - mean[i % channels], 2) / count;
  }
};

}  // namespace

TEST_CASE("BatchNormalization: gradients of input and parameters, every thread count, neighbors") {
  for (const Shape& shape : {Shape{1}, Shape{5}, Shape{4, 3}, Shape{2, 3, 17}}) {
    for (int batch : {3, 8}) {
      CAPTURE(shape.rank());
      CAPTURE(batch);
      check_layer(case_of(shape, batch));
    }
  }
  check_threads(case_of({12, 12, 33}, 20));  // several chunks each way
  check_equal_rows(case_of({12, 12, 33}, 20));
}

TEST_CASE("BatchNormalization: in training the output has mean beta and deviation gamma") {
  for (const Shape& shape : {Shape{6}, Shape{5, 4, 3}}) {
    LayerCase c = case_of(shape, 40);
    for (float& x : c.x) x = 30.0f + 5.0f * x;
    const Reference in(c, c.x), out(c, c.output());
    for (std::size_t i = 0; i < in.channels; ++i) {
      CHECK(out.mean[i] == doctest::Approx(double(c.parameter("beta")[i])).epsilon(1e-5));
      // epsilon counts as variance that is not there
      const double gamma = std::fabs(double(c.parameter("gamma")[i]));
      const double want = gamma * std::sqrt(in.variance[i] / (in.variance[i] + kEpsilon));
      CHECK(std::sqrt(out.variance[i]) == doctest::Approx(want).epsilon(1e-4));
    }
  }
}

TEST_CASE("BatchNormalization: outside of training the running statistics count, forward and backward") {
  LayerCase c = case_of({3, 5}, 4);
  c.context.training = false;
  const auto y = c.output();
  for (std::size_t i = 0; i < y.size(); ++i) {
    const std::size_t channel = i % 5;
    const double inverse = 1 / std::sqrt(double(c.parameter("moving_variance")[channel]) + kEpsilon);
    const double x_hat = (double(c.x[i]) - double(c.parameter("moving_mean")[channel])) * inverse;
    const double want = x_hat * double(c.parameter("gamma")[channel]) + double(c.parameter("beta")[channel]);
    CHECK(std::fabs(double(y[i]) - want) < 3e-6);
  }
  check_layer(c);
}

TEST_CASE("BatchNormalization: the running statistics of some steps, against double") {
  for (const Shape& shape : {Shape{5}, Shape{3, 2, 4}}) {
    for (const double momentum : {0.9, 0.0, 0.5}) {
      LayerCase c = case_of(shape, 6, momentum);
      Doubles mean, variance;
      for (float value : c.parameter("moving_mean")) mean.push_back(double(value));
      for (float value : c.parameter("moving_variance")) variance.push_back(double(value));
      for (std::uint64_t step = 0; step < 7; ++step) {
        c.x = random_values(c.x.size(), 100 + step, -2, 3);
        const Reference batch(c, c.x);
        const auto cache = c.forward(c.params, c.x).cache;
        c.layer->keep_statistics(c.params.data(), c.batch, cache);
        for (std::size_t i = 0; i < batch.channels; ++i) {
          const double unbiased = batch.variance[i] * batch.count / (batch.count - 1);
          mean[i] = momentum * mean[i] + (1 - momentum) * batch.mean[i];
          variance[i] = momentum * variance[i] + (1 - momentum) * unbiased;
        }
      }
      CAPTURE(momentum);
      for (std::size_t i = 0; i < mean.size(); ++i) {
        CHECK(double(c.parameter("moving_mean")[i]) == doctest::Approx(mean[i]).epsilon(1e-6));
        CHECK(double(c.parameter("moving_variance")[i]) == doctest::Approx(variance[i]).epsilon(1e-6));
      }
      // nothing else moved
      LayerCase untouched = case_of(shape, 6, momentum);
      std::copy(c.parameter("moving_mean").begin(), c.parameter("moving_mean").end(),
                untouched.parameter("moving_mean").begin());
      std::copy(c.parameter("moving_variance").begin(), c.parameter("moving_variance").end(),
                untouched.parameter("moving_variance").begin());
      CHECK(same_bits_all(c.params, untouched.params));
    }
  }
}

TEST_CASE("BatchNormalization: of one value a channel gives beta, and the running variance stays") {
  LayerCase c = case_of({6}, 1);
  const auto pass = c.backward();
  CHECK(same_bits_all(pass.y, std::vector<float>(c.parameter("beta").begin(), c.parameter("beta").end())));
  for (float d : pass.d_x) CHECK(d == 0.0f);
  const auto before = c.params;
  c.layer->keep_statistics(c.params.data(), 1, pass.cache);
  const auto at = c.layer->parameters()[3].offset;
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(c.params[at + i] == before[at + i]);
    CHECK(c.parameter("moving_mean")[i] != before[c.layer->parameters()[2].offset + i]);
  }
}

TEST_CASE("BatchNormalization: a constant channel, huge numbers and NaN") {
  LayerCase c = case_of({2}, 8);
  for (std::size_t i = 0; i < c.x.size(); i += 2) c.x[i] = 7.0f;
  CHECK(c.output()[0] == c.parameter("beta")[0]);
  for (float d : c.backward().d_x) CHECK(std::isfinite(d));
  for (std::size_t i = 0; i < c.x.size(); ++i) c.x[i] = i % 4 < 2 ? 1.5e38f : -1.5e38f;
  const auto pass = c.backward();
  for (float y : pass.y) CHECK(std::isfinite(y));
  for (float d : pass.d_x) CHECK(std::isfinite(d));
  for (int step = 0; step < 200; ++step) c.layer->keep_statistics(c.params.data(), 8, pass.cache);
  for (float value : c.params) CHECK(std::isfinite(value));  // also where the variance is no float
  c.x[3] = kNan;
  const auto y = c.output();
  for (std::size_t i = 0; i < y.size(); ++i) CHECK(std::isnan(y[i]) == (i % 2 == 1));
}

TEST_CASE("BatchNormalization: its parameters, their roles and start values; what is refused") {
  const auto layer = std::move(BatchNormalization::make("bn_2", {4, 4, 3}, 0.9, 1e-5)).value();
  CHECK(layer->type() == "batchNormalization");
  const char* names[] = {"bn_2/gamma", "bn_2/beta", "bn_2/moving_mean", "bn_2/moving_variance"};
  const Role roles[] = {Role::scale, Role::bias, Role::statistic, Role::statistic};
  const float starts[] = {1, 0, 0, 1};
  REQUIRE(layer->parameters().size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(layer->parameters()[i].name == names[i]);
    CHECK(layer->parameters()[i].role == roles[i]);
    CHECK(layer->parameters()[i].start == starts[i]);
    CHECK(layer->parameters()[i].shape == Shape{3});
  }
  const auto refused = [](double momentum, double epsilon, const std::string& field, double expected) {
    const auto error = refusal(BatchNormalization::make("b", {3}, momentum, epsilon));
    CHECK(error.code == Errc::bad_value);
    CHECK(std::string(error.field) == field);
    CHECK(error.expected == expected);
  };
  refused(-0.1, 1e-5, "momentum", 0);
  refused(1.1, 1e-5, "momentum", 1);
  refused(double(kNan), 1e-5, "momentum", 0);
  refused(0.9, 0, "epsilon", BatchNormalization::kSmallestEpsilon);
  refused(0.9, -1, "epsilon", BatchNormalization::kSmallestEpsilon);
  refused(0.9, 1e31, "epsilon", BatchNormalization::kLargestEpsilon);
  refused(0.9, double(kNan), "epsilon", BatchNormalization::kSmallestEpsilon);
}
