#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <limits>

#include "training/make_run.hpp"

using namespace nw::test;
using namespace nw::training;
using nw::core::Errc;

namespace {

Command set_parameter(const Run& run, int index, std::uint64_t seed) {
  SetParameter command;
  command.parameter = index;
  const auto values = random_values(run.parameter(index).size(), seed);
  command.values = std::move(nw::core::AlignedBuffer<float>::make(values.size())).value();
  std::copy(values.begin(), values.end(), command.values.data());
  return command;
}

void give(Run& run, Command command) { REQUIRE(run.command(std::move(command)).ok()); }

/// A history with every kind of command, some at the same step, one at the very start, and past several kept
/// states.
void live(Run& run, std::uint64_t until = 400) {
  const std::pair<std::uint64_t, std::function<void()>> plan[] = {
      {0, [&] { give(run, SetWeight{0, 1, 0.75f}); }},
      {10, [&] { give(run, SetLearningRate{0.02}); }},
      {64, [&] { give(run, SetRegularizer{{0.001, 0.01}}); }},
      {70, [&] { give(run, SetBatchSize{13}); }},
      {130, [&] { give(run, SetOptimizer{{OptimizerType::sgd, 0.1}}); }},
      {130, [&] { give(run, SetWeight{1, 0, -0.5f}); }},
      {200, [&] { give(run, set_parameter(run, 2, 9)); }},
      {201, [&] { give(run, SetOptimizer{{OptimizerType::adam, 0.005, 0.8, 0.99, 1e-6}}); }},
      {320, [&] { give(run, SetBatchSize{200}); }},
  };
  for (const auto& [step, act] : plan) {
    if (step >= until) break;
    train(run, step - run.state().position.step);
    act();
  }
  train(run, until - run.state().position.step);
}

RunPointer rich_run() { return make_run(rich_spec(), rich_data()); }

}  // namespace

TEST_CASE("run: going back to any step and on again gives the same bits, journal included") {
  const RunPointer run = rich_run();
  live(*run);
  const auto end = run->hash();
  const auto end_state = run->state();
  for (const std::uint64_t step :
       {399u, 320u, 319u, 256u, 201u, 200u, 131u, 130u, 129u, 100u, 64u, 11u, 10u, 1u, 0u}) {
    CAPTURE(step);
    run->rewind(step, kNoDeadline, nullptr);
    CHECK(run->state().position.step == step);
    const RunPointer twin = rich_run();
    live(*twin, step);
    // At a step with commands the run stands behind them: give the twin the same.
    twin->rewind(step, kNoDeadline, nullptr);
    train(*run, 400 - step);
    CHECK(run->hash() == end);
    CHECK(run->state().position == end_state.position);
    CHECK(run->state().config.batch_size == 200);
    CHECK(run->state().journal_length == end_state.journal_length);
  }
}

TEST_CASE("run: a past state is the state that was") {
  const RunPointer run = rich_run();
  live(*run);
  for (const std::uint64_t step : {5u, 77u, 150u, 399u}) {  // steps without commands
    const RunPointer twin = rich_run();
    live(*twin, step);
    run->rewind(step, kNoDeadline, nullptr);
    CAPTURE(step);
    CHECK(run->hash() == twin->hash());
    CHECK(run->state().position == twin->state().position);
    CHECK(run->state().config.optimizer.type == twin->state().config.optimizer.type);
    CHECK(run->state().config.optimizer.learning_rate == twin->state().config.optimizer.learning_rate);
  }
}

TEST_CASE("run: a command in the past starts another branch") {
  const RunPointer run = rich_run();
  live(*run);
  const auto old_end = run->hash();
  run->rewind(100, kNoDeadline, nullptr);
  give(*run, SetLearningRate{0.001});
  train(*run, 300);
  const auto new_end = run->hash();
  CHECK(new_end != old_end);
  CHECK(run->state().journal_length == 5);  // four up to step 100, and the new one

  // The branch is what it would be without the other past: kept states of the old one must not leak in.
  const RunPointer twin = rich_run();
  live(*twin, 100);
  give(*twin, SetLearningRate{0.001});
  train(*twin, 300);
  CHECK(twin->hash() == new_end);
  run->rewind(250, kNoDeadline, nullptr);
  train(*run, 150);
  CHECK(run->hash() == new_end);
}

TEST_CASE("run: a command at a step that was gone back to replaces those of later steps only") {
  const RunPointer run = rich_run();
  live(*run, 140);
  run->rewind(130, kNoDeadline, nullptr);
  CHECK(run->state().config.optimizer.type == OptimizerType::sgd);  // the commands of step 130 have acted
  give(*run, SetBatchSize{5});
  CHECK(run->state().journal_length == 7);
  train(*run, 70);
  const auto end = run->hash();
  run->rewind(0, kNoDeadline, nullptr);
  train(*run, 200);
  CHECK(run->hash() == end);
}

TEST_CASE("run: dragging a slider leaves one entry, and the same weights as its last value alone") {
  const RunPointer dragged = rich_run(), once = rich_run();
  for (RunPointer const& run : {std::cref(dragged), std::cref(once)}) train(*run, 128);
  for (int i = 1; i <= 50; ++i) give(*dragged, SetWeight{0, 3, float(i)});
  give(*once, SetWeight{0, 3, 50.0f});
  CHECK(dragged->state().journal_length == 1);
  train(*dragged, 100);
  train(*once, 100);
  CHECK(dragged->hash() == once->hash());
  dragged->rewind(128, kNoDeadline, nullptr);
  train(*dragged, 100);
  CHECK(dragged->hash() == once->hash());
}

TEST_CASE("run: reset gives the start weights of the seed and forgets the journal") {
  const RunPointer run = rich_run(), fresh = rich_run();
  live(*run);
  run->reset();
  CHECK(run->hash() == fresh->hash());
  CHECK(run->state().journal_length == 0);
  CHECK(run->state().config.batch_size == 7);
  CHECK(run->state().config.optimizer.type == OptimizerType::adam);
  train(*run, 100);
  train(*fresh, 100);
  CHECK(run->hash() == fresh->hash());
}

TEST_CASE("run: a deadline stops a rewind between, and advance goes on to the same bits") {
  const RunPointer run = rich_run();
  live(*run);
  run->rewind(260, kNoDeadline, nullptr);
  const auto wanted = run->hash();
  const auto kept = run->state().position.step;
  train(*run, 140);
  run->rewind(260, 0.0, nullptr);  // long past
  CHECK(run->state().position.step <= kept);
  train(*run, 260 - run->state().position.step);
  CHECK(run->hash() == wanted);
}

TEST_CASE("run: wrong commands are refused and change nothing") {
  const RunPointer run = rich_run();
  train(*run, 20);
  const auto before = run->hash();
  const auto refused = [&](Command command, Errc code, const std::string& field) {
    const auto status = run->command(std::move(command));
    CAPTURE(field);
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == code);
    CHECK(std::string(status.error().field) == field);
    CHECK(run->hash() == before);
    CHECK(run->state().journal_length == 0);
    CHECK(run->state().config.batch_size == 7);
    CHECK(run->state().config.optimizer.learning_rate == 0.01);
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  refused(SetLearningRate{nan}, Errc::bad_value, "optimizer.learningRate");
  refused(SetLearningRate{-1}, Errc::bad_value, "optimizer.learningRate");
  refused(SetRegularizer{{nan, 0}}, Errc::bad_value, "regularizer.l1");
  refused(SetRegularizer{{0, -1}}, Errc::bad_value, "regularizer.l2");
  refused(SetBatchSize{0}, Errc::bad_value, "batchSize");
  refused(SetOptimizer{{OptimizerType::adam, 0.1, 1.5}}, Errc::bad_value, "optimizer.beta1");
  refused(SetWeight{99, 0, 1}, Errc::unknown_parameter, "parameter");
  refused(SetWeight{-1, 0, 1}, Errc::unknown_parameter, "parameter");
  refused(SetWeight{0, 80, 1}, Errc::bad_value, "index");
  refused(SetWeight{0, -1, 1}, Errc::bad_value, "index");
  refused(SetWeight{0, 0, kInf}, Errc::bad_value, "value");
  refused(SetOptimizer{{OptimizerType::momentum, 0.1, 0, 0, 0, -0.5}}, Errc::bad_value, "optimizer.momentum");
  refused(SetRegularizer{{0, -1}, 1}, Errc::bad_value, "regularizer.l2");
  refused(SetRegularizer{{0, 0}, 3}, Errc::unknown_layer, "layer");
  refused(SetRegularizer{{0, 0}, -2}, Errc::unknown_layer, "layer");
  refused(SetRegularizer{{0, 0}, -1, true}, Errc::unknown_layer, "layer");
  refused(SetRegularizer{{0, 0, nw::model::L1Update::proximal}}, Errc::bad_spec, "regularizer.l1Update");
  refused(SetFrozen{6, -1, true}, Errc::unknown_parameter, "parameter");
  refused(SetFrozen{-1, -1, true}, Errc::unknown_parameter, "parameter");
  refused(SetFrozen{0, 80, true}, Errc::bad_value, "index");
  refused(SetFrozen{0, -2, true}, Errc::bad_value, "index");
  SetParameter short_one;
  short_one.values = std::move(nw::core::AlignedBuffer<float>::make(3)).value();
  refused(std::move(short_one), Errc::bad_shape, "values");
  Command with_nan = set_parameter(*run, 0, 1);
  std::get_if<SetParameter>(&with_nan)->values[5] = kNan;
  refused(std::move(with_nan), Errc::bad_value, "values");
  train(*run, 20);
  const RunPointer twin = rich_run();
  train(*twin, 40);
  CHECK(run->hash() == twin->hash());
}

TEST_CASE("run: an optimizer that cannot take proximal steps is refused while they are asked for") {
  auto spec = rich_spec();
  spec.optimizer.type = OptimizerType::momentum;
  spec.regularizer.l1_update = nw::model::L1Update::proximal;
  const RunPointer run = make_run(spec, rich_data());
  for (const OptimizerType type : {OptimizerType::rmsprop, OptimizerType::adagrad, OptimizerType::adam,
                                   OptimizerType::amsgrad, OptimizerType::adamw}) {
    const auto status = run->command(SetOptimizer{{type, 0.01}});
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == Errc::bad_spec);
    CHECK(std::string(status.error().field) == "regularizer.l1Update");
    CHECK(run->state().config.optimizer.type == OptimizerType::momentum);
  }
  give(*run, SetOptimizer{{OptimizerType::nesterov, 0.01}});
  give(*run, SetRegularizer{{0.001, 0}});
  give(*run, SetOptimizer{{OptimizerType::adam, 0.01}});
  train(*run, 5);
}

TEST_CASE("run: position, epochs and steps to the epoch's end follow the batches") {
  const RunPointer run = rich_run();  // 120 rows, of which 96 train, in batches of 7: 14 steps an epoch
  CHECK(run->state().steps_per_epoch == 14);
  CHECK(run->state().steps_to_epoch_end == 14);
  train(*run, 13);
  CHECK(run->state().position == Position{13, 0, 91});
  CHECK(run->state().steps_to_epoch_end == 1);
  train(*run, 1);
  CHECK(run->state().position == Position{14, 1, 0});
  train(*run, 5);
  give(*run, SetBatchSize{50});
  CHECK(run->state().steps_to_epoch_end == 2);
  train(*run, 2);
  CHECK(run->state().position == Position{21, 2, 0});
}
