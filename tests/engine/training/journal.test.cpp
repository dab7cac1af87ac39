#include "training/journal.hpp"

#include <doctest/doctest.h>

using namespace nw::training;

namespace {

double rate_of(const JournalEntry& entry) { return std::get<SetLearningRate>(entry.command).learning_rate; }

}  // namespace

TEST_CASE("journal: a new command in the past drops what came after") {
  Journal journal;
  journal.record(1, SetLearningRate{0.1});
  journal.record(5, SetLearningRate{0.2});
  journal.record(9, SetLearningRate{0.3});
  journal.move_cursor(1);
  CHECK(journal.due(4) == nullptr);
  REQUIRE(journal.due(5) != nullptr);
  CHECK(rate_of(*journal.due(5)) == 0.2);

  CHECK(journal.record(4, SetLearningRate{0.4}) == 1);
  REQUIRE(journal.size() == 2);
  CHECK(journal.cursor() == 2);
  CHECK(rate_of(journal[0]) == 0.1);
  CHECK(rate_of(journal[1]) == 0.4);
  CHECK(journal.due(5) == nullptr);
}

TEST_CASE("journal: of repeated commands at one step only the last stays, where that is the same") {
  Journal journal;
  journal.record(3, SetLearningRate{0.1});
  CHECK(journal.record(3, SetLearningRate{0.2}) == 0);
  CHECK(journal.size() == 1);
  CHECK(rate_of(journal[0]) == 0.2);
  journal.record(4, SetLearningRate{0.2});
  CHECK(journal.size() == 2);

  journal.record(4, SetWeight{0, 1, 2.0f});
  journal.record(4, SetWeight{0, 2, 2.0f});
  journal.record(4, SetWeight{1, 2, 2.0f});
  CHECK(journal.size() == 5);
  CHECK(journal.record(4, SetWeight{1, 2, 7.0f}) == 4);
  CHECK(journal.size() == 5);

  journal.record(5, SetFrozen{0, 1, true});
  journal.record(5, SetFrozen{0, 2, true});
  CHECK(journal.size() == 7);
  CHECK(journal.record(5, SetFrozen{0, 2, false}) == 6);
  journal.record(5, SetRegularizer{{0.1, 0}, -1});
  CHECK(journal.record(5, SetRegularizer{{0.2, 0}, 0}) == 8);
  CHECK(journal.record(5, SetRegularizer{{0.3, 0}, 0}) == 8);
  CHECK(journal.size() == 9);

  // sgd, then adam again: the slots were emptied in between, so both must be done again.
  using nw::model::OptimizerType;
  journal.record(6, SetOptimizer{{OptimizerType::sgd}});
  journal.record(6, SetOptimizer{{OptimizerType::adam}});
  CHECK(journal.size() == 11);
}

TEST_CASE("training config: a new optimizer type starts anew, the same type goes on") {
  using nw::model::OptimizerType;
  TrainingConfig config;
  config.optimizer.type = OptimizerType::adam;
  apply_to_config(config, SetOptimizer{{OptimizerType::adam, 0.5}}, 7);
  CHECK(config.optimizer_since == 0);
  CHECK(config.optimizer.learning_rate == 0.5);
  apply_to_config(config, SetOptimizer{{OptimizerType::sgd, 0.25}}, 9);
  CHECK(config.optimizer_since == 9);
  apply_to_config(config, SetLearningRate{0.125}, 10);
  CHECK(config.optimizer.learning_rate == 0.125);
  apply_to_config(config, SetBatchSize{17}, 10);
  CHECK(config.batch_size == 17);
  apply_to_config(config, SetRegularizer{{0.5, 0.25}}, 10);
  CHECK(config.regularizer.l1 == 0.5);
  CHECK(config.regularizer.l2 == 0.25);
  CHECK(config.optimizer_since == 9);
}

TEST_CASE("training config: another schedule starts anew, the same one goes on, whatever else changes") {
  using nw::model::OptimizerType, nw::model::ScheduleType;
  TrainingConfig config;
  nw::model::OptimizerSpec optimizer{OptimizerType::sgd, 0.1};
  apply_to_config(config, SetOptimizer{optimizer}, 3);
  CHECK(config.schedule_since == 0);
  optimizer.schedule = {ScheduleType::cosine, 100};
  apply_to_config(config, SetOptimizer{optimizer}, 5);
  CHECK(config.schedule_since == 5);
  CHECK(config.optimizer_since == 0);
  optimizer.type = OptimizerType::adam;
  optimizer.learning_rate = 0.2;
  optimizer.clip_norm = 1;
  apply_to_config(config, SetOptimizer{optimizer}, 7);
  CHECK(config.schedule_since == 5);
  CHECK(config.optimizer_since == 7);
  apply_to_config(config, SetLearningRate{0.5}, 8);
  CHECK(config.schedule_since == 5);
  optimizer.schedule.steps = 200;
  apply_to_config(config, SetOptimizer{optimizer}, 9);
  CHECK(config.schedule_since == 9);
}

TEST_CASE("training config: penalties of layers, kernels, biases, scales and statistics") {
  using nw::layers::ParameterInfo, nw::layers::Role;
  TrainingConfig config;
  ParameterInfo info;
  const nw::model::Parameter first{&info, 0}, second{&info, 1};
  const auto l1_on = [&](const nw::model::Parameter& parameter, Role role) {
    info.role = role;
    return penalty_on(config, parameter).l1;
  };
  apply_to_config(config, SetRegularizer{{0.5, 0.25}}, 1);
  apply_to_config(config, SetRegularizer{{2, 4}, 1}, 1);
  CHECK(config.regularizer.l1 == 0.5);
  for (const bool biases : {false, true}) {
    CAPTURE(biases);
    apply_to_config(config, SetRegularizer{{0.5, 0.25, nw::model::L1Update::subgradient, biases}}, 2);
    CHECK(l1_on(first, Role::kernel) == 0.5);
    CHECK(l1_on(first, Role::bias) == (biases ? 0.5 : 0.0));
    CHECK(l1_on(second, Role::kernel) == 2);
    CHECK(l1_on(second, Role::scale) == (biases ? 2 : 0));
    CHECK(l1_on(second, Role::statistic) == 0);
  }
  // For a layer only its rates are read.
  apply_to_config(config, SetRegularizer{{0, 0, nw::model::L1Update::proximal, false}, 1}, 3);
  CHECK(config.regularizer.l1_update == nw::model::L1Update::subgradient);
  CHECK(config.regularizer.biases);
  CHECK(l1_on(second, Role::kernel) == 0);
  apply_to_config(config, SetRegularizer{{}, 1, true}, 4);
  CHECK(l1_on(second, Role::kernel) == 0.5);
}
