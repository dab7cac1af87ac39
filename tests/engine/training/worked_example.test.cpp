#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "training/make_run.hpp"

using namespace nw::test;

// Matt Mazur, "A Step by Step Backpropagation Example" (2015),
// https://mattmazur.com/2015/03/17/a-step-by-step-backpropagation-example/: two inputs, two sigmoid units,
// two sigmoid outputs, one row, rate 0.5. His error is the sum of halves of squares, which for two outputs is
// the mean of squares. He leaves the biases as they are; what one step does to the weights is the same.

namespace {

void set(nw::training::Run& run, const char* name, const std::vector<float>& values) {
  auto memory = nw::core::AlignedBuffer<float>::make(values.size());
  REQUIRE(memory.ok());
  nw::training::SetParameter command{run.network().find_parameter(name), std::move(memory).value()};
  std::copy(values.begin(), values.end(), command.values.data());
  REQUIRE(run.command(std::move(command)).ok());
}

void check(const nw::training::Run& run, const char* name, const std::vector<double>& wanted) {
  CAPTURE(name);
  const auto given = run.parameter(run.network().find_parameter(name));
  REQUIRE(given.size() == wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    CAPTURE(i);
    CHECK(std::fabs(given[i] - wanted[i]) < 1e-7);
  }
}

}  // namespace

TEST_CASE("worked example: one step gives the weights that were computed by hand") {
  const std::vector<float> inputs{0.05f, 0.10f}, targets{0.01f, 0.99f};
  auto made = nw::data::Dataset::make({inputs, targets, 1, 2, 2, 0}, nw::data::Scaling::none,
                                      {nw::data::SplitKind::none});
  REQUIRE(made.ok());
  auto spec = make_spec(2, {2, 2}, Activation::sigmoid, Activation::sigmoid, LossType::mean_squared_error);
  spec.optimizer.learning_rate = 0.5;
  spec.batch_size = 1;
  const RunPointer run = make_run(spec, std::make_shared<const nw::data::Dataset>(std::move(made).value()));

  // [in, out]: w1 and w3 leave the first input.
  set(*run, "dense_1/kernel", {0.15f, 0.25f, 0.20f, 0.30f});
  set(*run, "dense_1/bias", {0.35f, 0.35f});
  set(*run, "dense_2/kernel", {0.40f, 0.50f, 0.45f, 0.55f});
  set(*run, "dense_2/bias", {0.60f, 0.60f});
  std::vector<float> outputs(2);
  run->predict(inputs, outputs, nullptr);
  CHECK(std::fabs(outputs[0] - 0.75136507) < 1e-7);
  CHECK(std::fabs(outputs[1] - 0.772928465) < 1e-7);

  train(*run, 1);
  CHECK(std::fabs(run->state().batch_loss - 0.298371109) < 1e-7);
  check(*run, "dense_1/kernel", {0.149780716, 0.24975114, 0.19956143, 0.29950229});
  check(*run, "dense_2/kernel", {0.35891648, 0.511301270, 0.408666186, 0.561370121});

  SUBCASE("and with his biases the error falls as it did for him") {
    set(*run, "dense_1/bias", {0.35f, 0.35f});
    set(*run, "dense_2/bias", {0.60f, 0.60f});
    // The page prints 0.291027924; in double precision its own new weights give 0.291027774.
    CHECK(std::fabs(run->evaluate_train(nullptr).data_loss - 0.291027774) < 3e-8);
  }
  SUBCASE("the biases moved by their own gradients: those of the weights, divided by what entered there") {
    const double step_1 = (0.15 - 0.149780716) / 0.05, step_2 = (0.25 - 0.24975114) / 0.05;
    CHECK(run->parameter(1)[0] == doctest::Approx(0.35 - step_1).epsilon(1e-4));
    CHECK(run->parameter(1)[1] == doctest::Approx(0.35 - step_2).epsilon(1e-4));
  }
}
