#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "kernels/reductions.hpp"
#include "training/make_run.hpp"

// Runs whose layers keep statistics (batch normalization) and draw random numbers (dropout): they are the
// same function of spec, data and journal as all others.

using namespace nw::test;
using namespace nw::training;
using nw::core::Errc;

namespace {

RunPointer layers_run() {
  static const DataPointer data = layers_data();
  return make_run(layers_spec(), data);
}

std::vector<float> parameter(const Run& run, const std::string& name) {
  const int index = run.network().find_parameter(name);
  REQUIRE(index >= 0);
  const auto values = run.parameter(index);
  return {values.begin(), values.end()};
}

bool is_statistic(const nw::model::Parameter& parameter) {
  return parameter.info->role == nw::layers::Role::statistic;
}

}  // namespace

TEST_CASE("run with batch norm and dropout: gone back and replayed, it has the bits it had") {
  const RunPointer run = layers_run();
  std::vector<std::uint64_t> hashes{run->hash()};
  for (int step = 1; step <= 200; ++step) {
    train(*run, 1);
    hashes.push_back(run->hash());
  }
  for (const std::uint64_t step : {199u, 64u, 130u, 3u, 0u, 200u}) {
    run->rewind(step, kNoDeadline, nullptr);
    CAPTURE(step);
    CHECK(run->hash() == hashes[std::size_t(step)]);
  }
  CHECK(parameter(*run, "norm_1/moving_mean") != std::vector<float>{0.0f});
}

TEST_CASE("run with batch norm and dropout: from a checkpoint it goes on to the same bits") {
  for (const std::uint64_t step : {1u, 50u, 111u}) {
    const RunPointer run = layers_run(), other = layers_run();
    train(*run, step);
    const auto saved = run->checkpoint();
    REQUIRE(saved.ok());
    train(*other, 30);
    REQUIRE(other->restore(saved->span()).ok());
    CHECK(other->hash() == run->hash());
    CHECK(parameter(*other, "norm_2/moving_variance") == parameter(*run, "norm_2/moving_variance"));
    train(*run, 100);
    train(*other, 100);
    CAPTURE(step);
    CHECK(other->hash() == run->hash());
  }
}

TEST_CASE("run with batch norm and dropout: after a divergence everything is as before the bad step") {
  const RunPointer run = layers_run(), stopped = layers_run();
  for (Run* each : {run.get(), stopped.get()}) {
    train(*each, 100);
    REQUIRE(each->command(SetOptimizer{{OptimizerType::sgd, 3e38}}).ok());
    REQUIRE(each->command(SetWeight{each->network().find_parameter("dense_2/kernel"), 0, 1e10f}).ok());
  }
  const auto before = run->hash();
  CHECK(run->advance(50, kNoDeadline, nullptr) == 0);
  CHECK(run->state().divergence.code == Errc::non_finite_weights);
  CHECK(run->hash() == before);
  CHECK(run->hash() == stopped->hash());
  for (Run* each : {run.get(), stopped.get()}) {
    REQUIRE(each->command(SetWeight{each->network().find_parameter("dense_2/kernel"), 0, 0.1f}).ok());
    REQUIRE(each->command(SetOptimizer{{OptimizerType::adam, 0.01}}).ok());
    train(*each, 100);
  }
  CHECK(run->hash() == stopped->hash());
  for (int i = 0; i < int(run->network().parameters().size()); ++i)
    CHECK(nw::kernels::all_finite(run->parameter(i)));
}

TEST_CASE("run with batch norm: neither optimizers nor penalties move statistics") {
  for (const OptimizerType type : {OptimizerType::sgd, OptimizerType::adam}) {
    auto spec = layers_spec();
    for (auto& layer : spec.layers) layer.momentum = 1.0;  // the layers themselves do not, either
    spec.optimizer = {type, 0.1};
    spec.regularizer = {0.01, 0.1};
    const RunPointer run = make_run(spec, layers_data()), fresh = make_run(spec, layers_data());
    train(*run, 50);
    int statistics = 0;
    for (int i = 0; i < int(run->network().parameters().size()); ++i) {
      const auto now = run->parameter(i), start = fresh->parameter(i);
      const bool is_still = std::equal(now.begin(), now.end(), start.begin());
      const auto& info = run->network().parameters()[std::size_t(i)];
      CAPTURE(info.info->name);
      CHECK(is_still == is_statistic(info));
      statistics += is_statistic(info) ? 1 : 0;
    }
    CHECK(statistics == 4);
  }
}

TEST_CASE("run with batch norm: without a learning rate the statistics alone move") {
  auto spec = layers_spec();
  spec.optimizer.learning_rate = 0;
  const RunPointer run = make_run(spec, layers_data()), fresh = make_run(spec, layers_data());
  train(*run, 30);
  for (int i = 0; i < int(run->network().parameters().size()); ++i) {
    const auto now = run->parameter(i), start = fresh->parameter(i);
    const auto& info = run->network().parameters()[std::size_t(i)];
    CAPTURE(info.info->name);
    CHECK(std::equal(now.begin(), now.end(), start.begin()) == !is_statistic(info));
  }
}

TEST_CASE("run with batch norm and dropout: looking at it changes nothing, and predictions are not random") {
  const RunPointer quiet = layers_run(), watched = layers_run();
  const auto x = random_values(5 * 16, 3);
  std::vector<float> first(15), second(15), alone(3);
  for (int i = 0; i < 20; ++i) {
    train(*quiet, 1);
    train(*watched, 1);
    watched->evaluate_train(nullptr);
    watched->evaluate_test(nullptr);
    watched->predict(x, first, nullptr);
    watched->predict(x, second, nullptr);
    watched->predict(std::span(x).first(16), alone, nullptr);  // a row alone: no batch's moments
    CHECK(same_bits_all(first, second));
    CHECK(same_bits_all(alone, std::vector<float>(first.begin(), first.begin() + 3)));
    CHECK(watched->hash() == quiet->hash());
  }
}

TEST_CASE("run with batch norm and dropout: it learns") {
  const RunPointer run = layers_run();
  const double before = run->evaluate_train(nullptr).data_loss;
  train(*run, 600);
  CHECK(run->evaluate_train(nullptr).data_loss < 0.5 * before);
  CHECK(run->evaluate_train(nullptr).accuracy > 0.85);
}
