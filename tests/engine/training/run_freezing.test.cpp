#include <doctest/doctest.h>

#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "training/make_run.hpp"

// Freezing, and that everything new follows from spec and journal bit by bit.

using namespace nw::test;
using namespace nw::training;
using nw::core::Errc;
using nw::model::L1Update;
using nw::model::OptimizerSpec;
using nw::model::ScheduleType;

namespace {

using Floats = std::vector<float>;

DataPointer data() {
  static const DataPointer shared = rich_data();
  return shared;
}

Floats weights(const Run& run, int parameter) {
  const auto w = run.parameter(parameter);
  return {w.begin(), w.end()};
}

void give(Run& run, Command command) { REQUIRE(run.command(std::move(command)).ok()); }

constexpr OptimizerType kAll[] = {OptimizerType::sgd,     OptimizerType::momentum, OptimizerType::nesterov,
                                  OptimizerType::rmsprop, OptimizerType::adagrad,  OptimizerType::adam,
                                  OptimizerType::amsgrad, OptimizerType::adamw};

OptimizerSpec scheduled(OptimizerType type, double rate, ScheduleType schedule, double clip_norm = 0) {
  OptimizerSpec spec{type, rate};
  spec.schedule = {schedule, 40, 0.5};
  spec.clip_norm = clip_norm;
  return spec;
}

/// A life with every new kind of command, some at one step, across kept states.
void live(Run& run, std::uint64_t until) {
  const std::pair<std::uint64_t, Command> plan[] = {
      {0, SetFrozen{1, -1, true}},
      {20, SetFrozen{0, 3, true}},
      {20, SetFrozen{0, 4, true}},
      {20, SetRegularizer{{0.01, 0.0}, 1}},
      {64, SetOptimizer{scheduled(OptimizerType::amsgrad, 0.01, ScheduleType::one_cycle)}},
      {80, SetFrozen{0, -1, true}},
      {90, SetFrozen{0, 50, false}},
      {90, SetLearningRate{0.02}},
      {90, SetRegularizer{{}, 1, true}},
      {100, SetOptimizer{scheduled(OptimizerType::nesterov, 0.05, ScheduleType::exponential, 0.3)}},
      {100, SetRegularizer{{0.005, 0.001, L1Update::proximal, true}}},
      {120, SetFrozen{0, -1, false}},
      {140, SetFrozen{1, -1, false}},
      {150, SetBatchSize{23}},
  };
  for (const auto& [step, command] : plan) {
    if (step >= until) break;
    train(run, step - run.state().position.step);
    std::visit(
        [&](const auto& c) {
          if constexpr (!std::is_same_v<std::decay_t<decltype(c)>, SetParameter>) give(run, Command(c));
        },
        command);
  }
  train(run, until - run.state().position.step);
}

nw::model::NetworkSpec spec() {
  auto made = rich_spec();
  made.layers[2].trainable = false;
  made.layers[2].regularizer = {0.1, 0.1};
  return made;
}

}  // namespace

TEST_CASE(
    "freezing: a frozen weight keeps its bits whatever the optimizer, its penalties, decay and momentum") {
  for (const OptimizerType type : kAll) {
    CAPTURE(std::string(optimizer_of(type).name));
    auto made = rich_spec();
    made.optimizer = {type, 0.01};
    made.optimizer.weight_decay = 0.5;
    made.optimizer.decay_biases = true;
    const bool proximal = int(type) <= int(OptimizerType::nesterov);
    made.regularizer = {0.01, 0.1, proximal ? L1Update::proximal : L1Update::subgradient, true};
    const RunPointer run = make_run(made, data());
    train(*run, 10);  // slots fill
    give(*run, SetFrozen{0, 13, true});
    give(*run, SetFrozen{3, -1, true});
    CHECK(run->state().frozen_weights == 10);
    const Floats kernel = weights(*run, 0), bias = weights(*run, 3);
    train(*run, 30);
    CHECK(same_bits_all(weights(*run, 3), bias));
    const Floats after = weights(*run, 0);
    for (std::size_t i = 0; i < after.size(); ++i) {
      CAPTURE(i);
      if (i == 13) CHECK(same_bits(after[i], kernel[i]));
      // relu units may be dead, but their weights are penalized or decayed; a proximal zero may stay
      if (i != 13 && kernel[i] != 0.0f) CHECK(after[i] != kernel[i]);
    }
  }
}

TEST_CASE("freezing: the slots of a frozen weight stay, too: thawed it goes on with the momentum it had") {
  auto made = rich_spec();
  made.optimizer = {OptimizerType::momentum, 0.01};
  made.regularizer = {};
  const RunPointer run = make_run(made, data());
  train(*run, 20);
  give(*run, SetFrozen{0, -1, true});
  train(*run, 30);
  const Floats frozen = weights(*run, 0);
  give(*run, SetFrozen{0, -1, false});
  // With no rate for the gradient's part the step is the velocity's: momentum 1, gradients cut to nothing.
  OptimizerSpec coast{OptimizerType::momentum, 0.01};
  coast.momentum = 1.0;
  coast.clip_value = 1e-30;
  give(*run, SetOptimizer{coast});
  train(*run, 1);
  const Floats thawed = weights(*run, 0);

  const RunPointer twin = make_run(made, data());  // never frozen: its velocity at the same step of its own
  train(*twin, 20);
  const Floats before = weights(*twin, 0);
  give(*twin, SetOptimizer{coast});
  train(*twin, 1);
  CHECK(same_bits_all(frozen, before));
  CHECK(same_bits_all(thawed, weights(*twin, 0)));
  CHECK_FALSE(same_bits_all(thawed, frozen));
}

TEST_CASE("freezing: a layer that is not trainable stays; with all frozen a step moves nothing") {
  auto made = rich_spec();
  made.layers[1].trainable = false;
  const RunPointer run = make_run(made, data());
  const Floats kernel = weights(*run, 2), bias = weights(*run, 3), first = weights(*run, 0);
  train(*run, 30);
  CHECK(same_bits_all(weights(*run, 2), kernel));
  CHECK(same_bits_all(weights(*run, 3), bias));
  CHECK_FALSE(same_bits_all(weights(*run, 0), first));
  for (int parameter = 0; parameter < 6; ++parameter) give(*run, SetFrozen{parameter, -1, true});
  const auto still = run->hash();
  train(*run, 20);
  CHECK(run->hash() == still);
  CHECK(run->state().position.step == 50);
  give(*run, SetFrozen{2, -1, false});
  train(*run, 1);
  CHECK_FALSE(same_bits_all(weights(*run, 2), kernel));
  CHECK(same_bits_all(weights(*run, 3), bias));
}

TEST_CASE(
    "freezing: nothing frozen any more, or frozen and thawed at once, is the run that never was frozen") {
  const RunPointer run = make_run(rich_spec(), data()), twin = make_run(rich_spec(), data());
  train(*run, 30);
  give(*run, SetFrozen{0, 5, true});
  give(*run, SetFrozen{2, -1, true});
  give(*run, SetFrozen{0, 5, false});
  give(*run, SetFrozen{2, -1, false});
  train(*run, 30);
  train(*twin, 60);
  CHECK(run->hash() == twin->hash());
  CHECK(run->state().frozen_weights == 0);
}

TEST_CASE("freezing: an edit moves a frozen weight, and training leaves it there") {
  const RunPointer run = make_run(rich_spec(), data());
  give(*run, SetFrozen{0, 5, true});
  give(*run, SetWeight{0, 5, 0.625f});
  train(*run, 20);
  CHECK(run->parameter(0)[5] == 0.625f);
}

TEST_CASE("run: with every new command, rewinds to any step and on again give the same bits") {
  const RunPointer run = make_run(spec(), data());
  live(*run, 200);
  const auto end = run->hash();
  const RunState state = run->state();
  CHECK(state.frozen_weights == run->parameter(4).size() + run->parameter(5).size());
  for (const std::uint64_t step :
       {199u, 150u, 149u, 141u, 119u, 101u, 99u, 91u, 85u, 65u, 63u, 21u, 1u, 0u}) {
    CAPTURE(step);
    run->rewind(step, kNoDeadline, nullptr);
    if (step % 10 != 0) {  // a step without commands: the state is the one that was
      const RunPointer twin = make_run(spec(), data());
      live(*twin, step);
      CHECK(run->hash() == twin->hash());
      CHECK(run->state().effective_rate == twin->state().effective_rate);
      CHECK(run->state().frozen_weights == twin->state().frozen_weights);
      CHECK(run->state().penalty == twin->state().penalty);
    }
    train(*run, 200 - step);
    CHECK(run->hash() == end);
    CHECK(run->state().effective_rate == state.effective_rate);
    CHECK(run->state().penalty == state.penalty);
  }
}

TEST_CASE("run: with every new command, a checkpoint anywhere goes on to the same bits") {
  const RunPointer run = make_run(spec(), data());
  live(*run, 200);
  const auto end = run->hash();
  for (const std::uint64_t step : {200u, 160u, 121u, 100u, 95u, 80u, 70u, 30u, 0u}) {
    CAPTURE(step);
    run->rewind(step, kNoDeadline, nullptr);
    const auto bytes = run->checkpoint();
    REQUIRE(bytes.ok());
    const RunPointer other = make_run(spec(), data());
    give(*other, SetFrozen{0, -1, true});  // whatever it was before
    REQUIRE(other->restore(bytes->span()).ok());
    CHECK(other->hash() == run->hash());
    CHECK(other->state().effective_rate == run->state().effective_rate);
    CHECK(other->frozen().count() == run->frozen().count());
    train(*other, 200 - step);
    CHECK(other->hash() == end);
    other->rewind(85, kNoDeadline, nullptr);
    train(*other, 115);
    CHECK(other->hash() == end);
    train(*run, 200 - step);
  }
}

TEST_CASE("run: reset forgets what commands froze, not what the spec did") {
  const RunPointer run = make_run(spec(), data()), fresh = make_run(spec(), data());
  live(*run, 100);
  CHECK(run->state().frozen_weights > fresh->state().frozen_weights);
  run->reset();
  CHECK(run->state().frozen_weights == fresh->state().frozen_weights);
  CHECK(run->state().config.layer_penalties[1].has_value() == false);
  CHECK(run->state().config.schedule_since == 0);
  train(*run, 70);
  train(*fresh, 70);
  CHECK(run->hash() == fresh->hash());
}

TEST_CASE("run: an overflow of the weights goes back to the bits before it, with what is frozen then") {
  auto made = rich_spec();
  made.optimizer = {OptimizerType::momentum, 0.01};
  const RunPointer run = make_run(made, data());
  train(*run, 70);
  give(*run, SetFrozen{0, 7, true});
  train(*run, 20);
  give(*run, SetFrozen{1, -1, true});
  give(*run, SetLearningRate{3e38});
  const auto before = run->hash();
  run->advance(10, kNoDeadline, nullptr);
  CHECK(run->state().divergence.code != Errc::ok);
  const std::uint64_t step = run->state().position.step;
  CHECK(run->state().frozen_weights == 17);
  if (step == 90) CHECK(run->hash() == before);
  give(*run, SetLearningRate{0.01});
  CHECK(run->state().divergence.code == Errc::ok);
}

TEST_CASE("run: with frozen parts, proximal steps and clipping, the same bits on 1, 2 and 4 threads") {
  // Wide enough that updates and sums are cut into chunks.
  auto made =
      make_spec(64, {512, 64, 10}, Activation::relu, Activation::softmax, LossType::categorical_crossentropy);
  made.regularizer = {0.0005, 0.001, L1Update::proximal, true};
  made.optimizer = scheduled(OptimizerType::nesterov, 0.05, ScheduleType::warm_up, 0.2);
  made.optimizer.clip_value = 0.01;
  made.batch_size = 32;
  const DataPointer wide = classes_table(100, 64, 10);
  const auto end = [&](nw::parallel::Pool* pool) {
    const RunPointer run = make_run(made, wide);
    give(*run, SetFrozen{0, 17001, true});
    train(*run, 6, pool);
    give(*run, SetOptimizer{scheduled(OptimizerType::sgd, 0.1, ScheduleType::cosine)});
    give(*run, SetRegularizer{{0, 0}});
    for (const OptimizerType type : {OptimizerType::rmsprop, OptimizerType::adamw, OptimizerType::amsgrad}) {
      give(*run, SetOptimizer{scheduled(type, 0.001, ScheduleType::step)});
      train(*run, 2, pool);
    }
    return run->hash();
  };
  const auto alone = end(nullptr);
  for (const int threads : {1, 2, 4}) {
    nw::parallel::Pool pool(threads);
    CAPTURE(threads);
    CHECK(end(&pool) == alone);
  }
}
