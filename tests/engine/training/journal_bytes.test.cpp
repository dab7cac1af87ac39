#include "training/journal_bytes.hpp"

#include <doctest/doctest.h>

#include <utility>
#include <variant>
#include <vector>

using namespace nw::training;

namespace {

/// A command, written and read again.
template <class Kind>
Kind read_back(Kind command) {
  std::vector<std::uint8_t> bytes(1024);
  ByteWriter out(bytes);
  write_command(out, Command(std::move(command)));
  REQUIRE(out.size() <= bytes.size());
  ByteReader in(std::span<const std::uint8_t>(bytes).first(out.size()));
  auto read = read_command(in);
  REQUIRE(read.ok());
  CHECK(in.remaining() == 0);
  REQUIRE(std::holds_alternative<Kind>(*read));
  return std::get<Kind>(std::move(read).value());
}

}  // namespace

TEST_CASE("journal bytes: every field of an optimizer and of its schedule comes back") {
  nw::model::OptimizerSpec spec;
  spec.type = nw::model::OptimizerType::adamw;
  double next = 0.5;
  const auto numbers = [](nw::model::OptimizerSpec& of) {
    nw::model::ScheduleSpec& s = of.schedule;
    return std::vector<double*>{&of.learning_rate,
                                &of.beta1,
                                &of.beta2,
                                &of.epsilon,
                                &of.momentum,
                                &of.rho,
                                &of.initial_accumulator_value,
                                &of.weight_decay,
                                &of.clip_value,
                                &of.clip_norm,
                                &s.gamma,
                                &s.minimum,
                                &s.warmup_share,
                                &s.div_factor,
                                &s.final_div_factor};
  };
  for (double* number : numbers(spec)) *number = next++;
  spec.decay_biases = true;
  spec.schedule.type = nw::model::ScheduleType::one_cycle;
  spec.schedule.steps = 77;
  nw::model::OptimizerSpec read = read_back(SetOptimizer{spec}).optimizer;
  CHECK(read.type == spec.type);
  CHECK(read.decay_biases);
  CHECK(read.schedule == spec.schedule);
  const auto given = numbers(spec), found = numbers(read);
  for (std::size_t i = 0; i < given.size(); ++i) CHECK(*found[i] == *given[i]);
}

TEST_CASE("journal bytes: every field of the other commands comes back") {
  CHECK(read_back(SetLearningRate{0.25}).learning_rate == 0.25);
  CHECK(read_back(SetBatchSize{31}).batch_size == 31);
  const auto penalty = read_back(SetRegularizer{{0.25, 0.5, nw::model::L1Update::proximal, true}, 3, true});
  CHECK(penalty.regularizer.l1 == 0.25);
  CHECK(penalty.regularizer.l2 == 0.5);
  CHECK(penalty.regularizer.l1_update == nw::model::L1Update::proximal);
  CHECK(penalty.regularizer.biases);
  CHECK(penalty.layer == 3);
  CHECK(penalty.inherit);
  CHECK(read_back(SetRegularizer{}).layer == -1);
  const auto weight = read_back(SetWeight{2, 5000000000, -0.5f});
  CHECK(weight.parameter == 2);
  CHECK(weight.index == 5000000000);
  CHECK(weight.value == -0.5f);
  for (const bool frozen : {false, true}) {
    const auto of_all = read_back(SetFrozen{4, -1, frozen});
    CHECK(of_all.parameter == 4);
    CHECK(of_all.index == -1);
    CHECK(of_all.frozen == frozen);
    CHECK(read_back(SetFrozen{4, 17, frozen}).index == 17);
  }
  SetParameter values;
  values.parameter = 6;
  values.values = std::move(nw::core::AlignedBuffer<float>::make(3)).value();
  values.values[1] = 1.5f;
  const auto read = read_back(std::move(values));
  CHECK(read.parameter == 6);
  REQUIRE(read.values.size() == 3);
  CHECK(read.values[1] == 1.5f);
}
