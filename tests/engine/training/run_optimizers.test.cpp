#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>

#include "training/make_run.hpp"
#include "training/reference_trainer.hpp"

// Whole runs with everything that training can be told to do, against the trainer in double precision.

using namespace nw::test;
using namespace nw::training;
using nw::model::L1Update;
using nw::model::NetworkSpec;
using nw::model::OptimizerSpec;
using nw::model::ScheduleType;

namespace {

constexpr int kSteps = 60;

/// A run and its reference, which are given the same.
struct Pair {
  RunPointer run;
  ReferenceTrainer reference;

  explicit Pair(const NetworkSpec& spec) : run(make_run(spec, data())), reference(*run, spec) {}

  static DataPointer data() {
    static const DataPointer shared = rich_data();
    return shared;
  }

  void train(int steps) {
    nw::test::train(*run, std::uint64_t(steps));
    reference.train(steps);
  }

  void give(Command command) { REQUIRE(run->command(std::move(command)).ok()); }

  void check(double tolerance = 3e-5) const {
    for (int index = 0; index < int(run->network().parameters().size()); ++index) {
      const auto given = run->parameter(index);
      const auto wanted = reference.parameter(index);
      double worst = 0;
      for (std::size_t i = 0; i < given.size(); ++i) worst = std::max(worst, std::fabs(given[i] - wanted[i]));
      CAPTURE(run->network().parameters()[std::size_t(index)].info->name);
      CHECK(worst < tolerance);
    }
  }
};

OptimizerSpec optimizer(OptimizerType type) {
  const double rates[] = {0.1, 0.03, 0.03, 0.003, 0.03, 0.005, 0.005, 0.005};
  OptimizerSpec spec{type, rates[int(type)]};
  spec.weight_decay = 0.2;
  spec.initial_accumulator_value = 0.01;
  spec.epsilon = 1e-6;
  return spec;
}

constexpr OptimizerType kAll[] = {OptimizerType::sgd,     OptimizerType::momentum, OptimizerType::nesterov,
                                  OptimizerType::rmsprop, OptimizerType::adagrad,  OptimizerType::adam,
                                  OptimizerType::amsgrad, OptimizerType::adamw};

NetworkSpec spec_with(const OptimizerSpec& chosen) {
  NetworkSpec spec = rich_spec();
  spec.optimizer = chosen;
  return spec;
}

std::uint64_t end_of(const NetworkSpec& spec) {
  const RunPointer run = make_run(spec, Pair::data());
  train(*run, kSteps);
  return run->hash();
}

}  // namespace

TEST_CASE(
    "run: every optimizer agrees with the trainer in double, penalties, clipping and a schedule included") {
  for (const OptimizerType type : kAll) {
    CAPTURE(std::string(optimizer_of(type).name));
    OptimizerSpec chosen = optimizer(type);
    Pair plain(spec_with(chosen));
    plain.train(kSteps);
    plain.check();
    chosen.clip_value = 0.05;
    chosen.clip_norm = 0.1;
    chosen.decay_biases = true;
    chosen.schedule = {ScheduleType::cosine, 50, 0.1, 0.2};
    Pair rich(spec_with(chosen));
    rich.train(kSteps);
    rich.check();
    CHECK(rich.run->hash() != plain.run->hash());
  }
}

TEST_CASE("run: every schedule agrees with the trainer in double, and its rate is reported") {
  for (const ScheduleType type : {ScheduleType::step, ScheduleType::exponential, ScheduleType::cosine,
                                  ScheduleType::one_cycle, ScheduleType::warm_up}) {
    CAPTURE(int(type));
    OptimizerSpec chosen = optimizer(OptimizerType::momentum);  // whose velocity outlives a rate
    chosen.schedule = {type, 20, 0.5, 0.125};
    Pair pair(spec_with(chosen));
    for (int step = 0; step < kSteps; ++step) {
      const double want = chosen.learning_rate * reference_factor(chosen.schedule, step);
      CHECK(pair.run->state().effective_rate == doctest::Approx(want).epsilon(1e-6));
      CHECK(pair.run->state().config.optimizer.learning_rate == chosen.learning_rate);
      pair.train(1);
    }
    pair.check();
  }
}

TEST_CASE("run: each kind of clipping alone, and limits that nothing reaches") {
  OptimizerSpec chosen = optimizer(OptimizerType::sgd);
  const auto unclipped = end_of(spec_with(chosen));
  for (const auto& [value, norm] : {std::pair{0.01, 0.0}, {0.0, 0.2}}) {
    chosen.clip_value = value;
    chosen.clip_norm = norm;
    Pair pair(spec_with(chosen));
    pair.train(kSteps);
    pair.check();
    CHECK(pair.run->hash() != unclipped);
  }
  chosen.clip_value = 1000;
  chosen.clip_norm = 1000;
  CHECK(end_of(spec_with(chosen)) == unclipped);
}

TEST_CASE("run: clipping the norm keeps a rate from blowing up that would") {
  OptimizerSpec chosen{OptimizerType::sgd, 5.0};
  auto spec = make_spec(4, {3}, Activation::linear, Activation::linear, LossType::mean_squared_error);
  spec.optimizer = chosen;
  const DataPointer data = numbers_table(70, 4, 3);
  const RunPointer wild = make_run(spec, data);
  wild->advance(500, kNoDeadline, nullptr);
  CHECK(wild->state().divergence.code != nw::core::Errc::ok);
  spec.optimizer.clip_norm = 1;
  train(*make_run(spec, data), 500);
}

TEST_CASE("run: penalties of layers, of biases, subgradient and proximal") {
  NetworkSpec spec = spec_with(optimizer(OptimizerType::nesterov));
  spec.regularizer = {0.003, 0.01};
  std::vector<std::uint64_t> ends{end_of(spec)};
  const std::function<void()> changes[] = {
      [&] { spec.layers[1].regularizer = {0.0, 0.0}; },
      [&] { spec.layers[2].regularizer = {0.01, 0.05}; },
      [&] { spec.regularizer.biases = true; },
      [&] { spec.regularizer.l1_update = L1Update::proximal; },
      [&] { spec.regularizer.biases = false; },
      [&] { spec.regularizer = {0, 0, L1Update::proximal, true}; },  // layer 2 has its own
  };
  for (const auto& change : changes) {
    change();
    Pair pair(spec);
    pair.train(kSteps);
    pair.check();
    CHECK(std::find(ends.begin(), ends.end(), pair.run->hash()) == ends.end());
    ends.push_back(pair.run->hash());
  }
}

TEST_CASE("run: the penalty that is reported is the sum of the layers' own") {
  NetworkSpec spec = rich_spec();
  spec.regularizer = {0.5, 0.25, L1Update::subgradient, true};
  spec.layers[0].regularizer = {2.0, 3.0};
  spec.layers[2].regularizer = {0.0, 0.0};
  const RunPointer run = make_run(spec, Pair::data());
  double want = 0;
  for (int index = 0; index < 4; ++index) {
    const double l1 = index < 2 ? 2.0 : 0.5, l2 = index < 2 ? 3.0 : 0.25;
    for (const double w : run->parameter(index)) want += l1 * std::fabs(w) + l2 / 2 * w * w;
  }
  CHECK(run->state().penalty == doctest::Approx(want).epsilon(1e-12));
  CHECK(run->evaluate_test(nullptr).penalty == run->state().penalty);
  REQUIRE(run->command(SetRegularizer{{0, 0}, 0}).ok());
  REQUIRE(run->command(SetRegularizer{{0, 0}}).ok());
  CHECK(run->state().penalty == 0.0);
}

TEST_CASE("run: the proximal update makes exact zeros, and a zero can come back") {
  NetworkSpec spec = spec_with({OptimizerType::sgd, 0.1});
  spec.regularizer = {0.02, 0, L1Update::proximal, false};
  const auto zeros = [](const Run& run, int parameter) {
    const auto w = run.parameter(parameter);
    return std::count(w.begin(), w.end(), 0.0f);
  };
  const RunPointer run = make_run(spec, Pair::data());
  train(*run, 400);
  const auto many = zeros(*run, 0);
  CHECK(many > 20);            // of 80
  CHECK(zeros(*run, 1) == 0);  // biases are not asked for
  REQUIRE(run->command(SetRegularizer{{0, 0, L1Update::proximal, false}}).ok());
  train(*run, 50);
  CHECK(zeros(*run, 0) < many / 2);
  // By the subgradient none is ever exact.
  spec.regularizer.l1_update = L1Update::subgradient;
  const RunPointer other = make_run(spec, Pair::data());
  train(*other, 400);
  CHECK(zeros(*other, 0) == 0);
}

TEST_CASE("run: commands in the middle of training do what the trainer in double does") {
  NetworkSpec spec = spec_with(optimizer(OptimizerType::momentum));
  spec.layers[1].trainable = false;
  Pair pair(spec);
  pair.train(20);
  pair.give(SetLearningRate{0.01});  // acts on the velocity that there is
  pair.reference.set_learning_rate(0.01);
  pair.give(SetBatchSize{13});
  pair.reference.set_batch_size(13);
  pair.train(20);
  pair.give(SetFrozen{2, -1, false});
  pair.give(SetFrozen{0, 17, true});
  pair.give(SetFrozen{5, -1, true});
  pair.reference.set_frozen(2, -1, false);
  pair.reference.set_frozen(0, 17, true);
  pair.reference.set_frozen(5, -1, true);
  pair.train(20);
  OptimizerSpec next = optimizer(OptimizerType::amsgrad);
  next.schedule = {ScheduleType::one_cycle, 40};
  next.clip_norm = 0.1;  // what is frozen does not count
  pair.give(SetOptimizer{next});
  pair.reference.set_optimizer(next);
  pair.train(20);
  next.beta1 = 0.5;  // the same type and schedule: both go on
  pair.give(SetOptimizer{next});
  pair.reference.set_optimizer(next);
  pair.give(SetRegularizer{{0.001, 0.002, L1Update::subgradient, true}});
  pair.give(SetRegularizer{{0.0, 0.1}, 0});
  pair.reference.set_regularizer({0.001, 0.002, L1Update::subgradient, true});
  pair.reference.set_layer_penalty(0, nw::model::Penalty{0.0, 0.1});
  pair.train(20);
  pair.give(SetRegularizer{{}, 0, true});
  pair.reference.set_layer_penalty(0, std::nullopt);
  pair.train(20);
  next = optimizer(OptimizerType::adagrad);
  pair.give(SetOptimizer{next});
  pair.reference.set_optimizer(next);
  pair.train(20);
  pair.check(6e-5);
}
