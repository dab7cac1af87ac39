#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "kernels/reductions.hpp"
#include "training/make_run.hpp"

using namespace nw::test;
using namespace nw::training;
using nw::core::Errc;

namespace {

/// One linear layer: with a rate beyond 2 over the largest eigenvalue of the loss (3, for the bias) it must
/// blow up, by a factor each step that the rate gives.
nw::model::NetworkSpec exploding(double rate) {
  auto spec = make_spec(4, {3}, Activation::linear, Activation::linear, LossType::mean_squared_error);
  spec.optimizer = {OptimizerType::sgd, rate};
  draw_biases(spec);
  return spec;
}

DataPointer exploding_data() { return numbers_table(70, 4, 3); }

void check_finite(const Run& run) {
  for (int i = 0; i < int(run.network().parameters().size()); ++i)
    CHECK(nw::kernels::all_finite(run.parameter(i)));
}

/// Trains until it diverges, and checks all that is promised then. Returns the step that could not be taken.
std::uint64_t diverge(Run& run, const nw::model::NetworkSpec& spec, const DataPointer& data) {
  const std::uint64_t taken = run.advance(100000, kNoDeadline, nullptr);
  const RunState state = run.state();
  REQUIRE(state.divergence.code != Errc::ok);
  CHECK(state.divergence.actual == double(state.position.step));
  CHECK(taken == state.position.step);
  CHECK(std::isfinite(state.batch_loss));
  check_finite(run);
  const RunPointer stopped = make_run(spec, data);
  train(*stopped, state.position.step);
  CHECK(run.hash() == stopped->hash());
  CHECK(run.state().position == stopped->state().position);
  // The next step really is bad, and no more step is taken.
  CHECK(stopped->advance(1, kNoDeadline, nullptr) == 0);
  CHECK(run.advance(10, kNoDeadline, nullptr) == 0);
  CHECK(run.hash() == stopped->hash());
  return state.position.step;
}

}  // namespace

TEST_CASE("divergence: the weights stay those before the step that could not be taken") {
  // A moderate rate takes many steps to blow up, so that kept states lie behind; a huge one does it at once.
  for (const double rate : {3.1, 3.5, 5.0, 100.0, 1e6, 1e20, 1e37}) {
    CAPTURE(rate);
    const auto spec = exploding(rate);
    const DataPointer data = exploding_data();
    const RunPointer run = make_run(spec, data);
    diverge(*run, spec, data);
  }
}

TEST_CASE("divergence: by the weights, far from the last kept state") {
  // 100 good steps, then a rate at which the update itself overflows: the way back is through the journal.
  const auto spec = exploding(0.01);
  const DataPointer data = exploding_data();
  const RunPointer run = make_run(spec, data), stopped = make_run(spec, data);
  train(*run, 100);
  train(*stopped, 100);
  REQUIRE(run->command(SetLearningRate{3e38}).ok());
  REQUIRE(run->command(SetWeight{0, 0, 1e10f}).ok());
  REQUIRE(stopped->command(SetLearningRate{3e38}).ok());
  REQUIRE(stopped->command(SetWeight{0, 0, 1e10f}).ok());
  const auto before = run->hash();
  CHECK(run->advance(50, kNoDeadline, nullptr) == 0);
  CHECK(run->state().divergence.code == Errc::non_finite_weights);
  CHECK(run->state().divergence.actual == 100.0);
  CHECK(run->hash() == before);
  CHECK(run->hash() == stopped->hash());
  CHECK(run->state().journal_length == 2);

  // Lowering the rate and mending the weight lets it go on; it then is the run that never tried.
  for (Run* each : {run.get(), stopped.get()}) {
    REQUIRE(each->command(SetWeight{0, 0, 0.1f}).ok());
    REQUIRE(each->command(SetLearningRate{0.01}).ok());
  }
  CHECK(run->state().divergence.code == Errc::ok);
  train(*run, 200);
  train(*stopped, 200);
  CHECK(run->hash() == stopped->hash());
}

TEST_CASE("divergence: after it a run can be gone back with, reset, and saved as it is") {
  const auto spec = exploding(3.5);
  const DataPointer data = exploding_data();
  const RunPointer run = make_run(spec, data);
  const std::uint64_t step = diverge(*run, spec, data);
  REQUIRE(step > 2);
  const auto last = run->hash();

  const auto saved = run->checkpoint();
  REQUIRE(saved.ok());
  const RunPointer twin = make_run(spec, data);
  REQUIRE(twin->restore(saved->span()).ok());
  CHECK(twin->hash() == last);
  CHECK(twin->state().divergence.code == run->state().divergence.code);
  CHECK(twin->state().divergence.actual == double(step));

  run->rewind(step, kNoDeadline, nullptr);  // to where it stands: it may try again
  CHECK(run->hash() == last);
  CHECK(run->state().divergence.code == Errc::ok);
  CHECK(run->advance(1, kNoDeadline, nullptr) == 0);
  CHECK(run->state().divergence.code != Errc::ok);

  run->rewind(step / 2, kNoDeadline, nullptr);
  CHECK(run->state().divergence.code == Errc::ok);
  CHECK(run->advance(100000, kNoDeadline, nullptr) == step - step / 2);
  CHECK(run->hash() == last);
  run->reset();
  CHECK(run->state().divergence.code == Errc::ok);
  CHECK(run->hash() == make_run(spec, data)->hash());
}

TEST_CASE("divergence: Adam, whose weights stay finite while its memory overflows") {
  auto spec = make_spec(4, {8, 3}, Activation::relu, Activation::linear, LossType::mean_squared_error);
  spec.optimizer = {OptimizerType::adam, 0.001};
  draw_biases(spec);
  const DataPointer data = exploding_data();
  const RunPointer run = make_run(spec, data);
  train(*run, 70);
  REQUIRE(run->command(SetWeight{2, 0, 1e15f}).ok());  // gradients of about 1e29: their squares are no floats
  CHECK(run->advance(10, kNoDeadline, nullptr) == 0);
  CHECK(run->state().divergence.code != Errc::ok);
  check_finite(*run);
  REQUIRE(run->command(SetWeight{2, 0, 0.1f}).ok());
  train(*run, 100);
  check_finite(*run);
}
