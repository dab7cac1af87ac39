#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "training/make_run.hpp"
#include "training/reference_trainer.hpp"

using namespace nw::test;
using nw::core::Errc;
using nw::training::Evaluation;

namespace {

using Floats = std::vector<float>;

std::size_t parameters_of(const nw::training::Run& run) { return run.network().parameters().size(); }

Floats values_of(const nw::training::Run& run, int parameter) {
  return {run.parameter(parameter).begin(), run.parameter(parameter).end()};
}

/// Gradients of the next batch by the reference: what plain descent at the rate 1 takes away.
std::vector<std::vector<double>> reference_gradients(nw::model::NetworkSpec spec,
                                                     const nw::training::Run& run) {
  spec.optimizer = {OptimizerType::sgd, 1.0};
  ReferenceTrainer reference(run, spec);
  std::vector<std::vector<double>> gradients;
  for (int p = 0; p < int(parameters_of(run)); ++p) gradients.push_back(reference.parameter(p));
  reference.train(1);
  for (std::size_t p = 0; p < gradients.size(); ++p) {
    const auto after = reference.parameter(int(p));
    for (std::size_t i = 0; i < after.size(); ++i) gradients[p][i] -= after[i];
  }
  return gradients;
}

void check_close(const Floats& given, const std::vector<double>& wanted) {
  REQUIRE(given.size() == wanted.size());
  for (std::size_t i = 0; i < given.size(); ++i) CHECK(std::fabs(given[i] - wanted[i]) < 2e-6);
}

/// Everything that probes may be asked, at one time.
void probe_everything(nw::training::Run& run) {
  for (int p = 0; p < int(parameters_of(run)); ++p) {
    const std::size_t size = run.parameter(p).size();
    Floats gradient(size), update(size), three(3 * size, 0.25f);
    REQUIRE(run.probe_step(p, gradient, update, nullptr).ok());
    REQUIRE(run.probe_all_rows(p, gradient, nullptr).ok());
    std::vector<Evaluation> found(3);
    REQUIRE(run.what_if(p, -1, three, run.dataset().test_rows(), found, nullptr).ok());
    REQUIRE(run.what_if(p, 0, Floats{-1, 0, 1}, run.dataset().train_rows(), found, nullptr).ok());
  }
  REQUIRE(run.confusion(run.dataset().train_rows(), nullptr).ok());
}

}  // namespace

TEST_CASE("probe_step: the gradient is the reference's, of the batch that comes, penalties included") {
  auto spec = rich_spec();
  const RunPointer run = make_run(spec, rich_data());
  const auto wanted = reference_gradients(spec, *run);
  for (int p = 0; p < int(parameters_of(*run)); ++p) {
    Floats gradient(run->parameter(p).size());
    REQUIRE(run->probe_step(p, gradient, {}, nullptr).ok());
    check_close(gradient, wanted[std::size_t(p)]);
  }
}

TEST_CASE("probe_all_rows: the gradient is the reference's of one batch of all rows") {
  auto all = rich_spec(), of_a_layer = rich_spec();  // batches of 7, and a smaller one at the end
  of_a_layer.regularizer = {};
  of_a_layer.layers[1].regularizer = nw::model::Penalty{0.01, 0.05};
  for (auto spec : {all, of_a_layer}) {
    const RunPointer run = make_run(spec, rich_data());
    spec.batch_size = 1000;
    const auto wanted = reference_gradients(spec, *run);
    for (int p = 0; p < int(parameters_of(*run)); ++p) {
      Floats gradient(run->parameter(p).size());
      REQUIRE(run->probe_all_rows(p, gradient, nullptr).ok());
      check_close(gradient, wanted[std::size_t(p)]);
    }
  }
}

TEST_CASE("probe_step: the update is what the next step does, in the middle of training with Adam") {
  const RunPointer run = make_run(rich_spec(), rich_data());
  train(*run, 37);
  const double loss = run->state().batch_loss;
  std::vector<Floats> before, update;
  for (int p = 0; p < int(parameters_of(*run)); ++p) {
    before.push_back(values_of(*run, p));
    update.emplace_back(before.back().size());
    REQUIRE(run->probe_step(p, {}, update.back(), nullptr).ok());
  }
  CHECK(run->state().batch_loss == loss);
  train(*run, 1);
  for (std::size_t p = 0; p < before.size(); ++p) {
    const Floats after = values_of(*run, int(p));
    for (std::size_t i = 0; i < after.size(); ++i) before[p][i] = after[i] - before[p][i];
    CHECK(update[p] == before[p]);
  }
}

TEST_CASE("probes: whatever is asked, at whatever step, training has the bits of a run that nobody asked") {
  const RunPointer watched = make_run(rich_spec(), rich_data()), alone = make_run(rich_spec(), rich_data());
  for (int turn = 0; turn < 30; ++turn) {  // across the ends of epochs
    probe_everything(*watched);
    train(*watched, 5);
    train(*alone, 5);
    REQUIRE(hash_of(*watched) == hash_of(*alone));
  }
  CHECK(watched->state().position == alone->state().position);
  CHECK(watched->state().batch_loss == alone->state().batch_loss);
  watched->rewind(70, nw::training::kNoDeadline, nullptr);
  probe_everything(*watched);
  train(*watched, 80);
  CHECK(hash_of(*watched) == hash_of(*alone));  // history and the order of the rows, too
  const auto saved = watched->checkpoint(), other = alone->checkpoint();
  REQUIRE(saved.ok());
  REQUIRE(other.ok());
  CHECK(std::equal(saved->span().begin(), saved->span().end(), other->span().begin(), other->span().end()));
}

TEST_CASE("what_if: the loss with a weight changed is the loss after the weight was set") {
  const RunPointer run = make_run(rich_spec(), rich_data()), changed = make_run(rich_spec(), rich_data());
  const Floats values{-2, 0, 0.5f};
  std::vector<Evaluation> found(3);
  REQUIRE(run->what_if(2, 11, values, run->dataset().train_rows(), found, nullptr).ok());
  for (std::size_t i = 0; i < 3; ++i) {
    REQUIRE(changed->command(nw::training::SetWeight{2, 11, values[i]}).ok());
    const Evaluation wanted = changed->evaluate_train(nullptr);
    CHECK(found[i].data_loss == wanted.data_loss);
    CHECK(found[i].penalty == wanted.penalty);
    CHECK(found[i].accuracy == wanted.accuracy);
  }
  CHECK(found[0].data_loss != found[1].data_loss);
}

TEST_CASE("what_if: whole parameters, one candidate after the other") {
  const RunPointer run = make_run(circle_spec(), generated("circle"));
  Floats values = values_of(*run, 0);
  const std::size_t size = values.size();
  for (std::size_t i = 0; i < size; ++i) values.push_back(0.0f);
  std::vector<Evaluation> found(2);
  REQUIRE(run->what_if(0, -1, values, run->dataset().test_rows(), found, nullptr).ok());
  CHECK(found[0].data_loss == run->evaluate_test(nullptr).data_loss);
  CHECK(found[1].data_loss != found[0].data_loss);
  const auto refused = [&](std::int64_t index, const Floats& given) {
    const auto status = run->what_if(0, index, given, run->dataset().test_rows(), found, nullptr);
    return status.ok() ? Errc::ok : status.error().code;
  };
  const std::string before = hash_of(*run);
  CHECK(refused(std::int64_t(size), {1, 2}) == Errc::bad_value);
  CHECK(refused(-2, {1, 2}) == Errc::bad_value);
  CHECK(refused(0, {1, kNan}) == Errc::bad_value);
  CHECK(refused(0, {1}) == Errc::bad_shape);
  CHECK(refused(-1, Floats(size)) == Errc::bad_shape);
  CHECK(hash_of(*run) == before);
}

TEST_CASE("confusion: a row for each true class; the diagonal is what accuracy counts") {
  const auto check = [](const nw::model::NetworkSpec& spec, const DataPointer& data) {
    const RunPointer run = make_run(spec, data);
    train(*run, 60);
    const auto counts = run->confusion(data->train_rows(), nullptr);
    REQUIRE(counts.ok());
    const auto classes = std::size_t(data->classes()), units = run->network().outputs();
    const double threshold = spec.loss == LossType::binary_crossentropy ? 0.5 : 0.0;
    std::vector<std::int32_t> wanted(classes * classes);
    for (const std::int32_t row : data->train_rows()) {
      Floats y(units);
      run->predict(
          data->inputs().subspan(std::size_t(row) * run->network().inputs(), run->network().inputs()), y,
          nullptr);
      const auto best = std::size_t(std::max_element(y.begin(), y.end()) - y.begin());
      const std::size_t predicted = units == 1 ? std::size_t(double(y[0]) >= threshold) : best;
      ++wanted[std::size_t(data->targets()[std::size_t(row)]) * classes + predicted];
    }
    CHECK(std::vector<std::int32_t>(counts->span().begin(), counts->span().end()) == wanted);
    double right = 0;
    for (std::size_t c = 0; c < classes; ++c) right += (*counts)[c * classes + c];
    CHECK(right / double(data->train_rows().size()) == run->evaluate_train(nullptr).accuracy);
  };
  check(rich_spec(), rich_data());
  check(circle_spec(), generated("circle", 700));  // several blocks
  check(make_spec(2, {4, 1}, Activation::tanh, Activation::sigmoid, LossType::binary_crossentropy),
        generated("xor"));
  const RunPointer regression =
      make_run(make_spec(4, {3}, Activation::linear, Activation::linear, LossType::mean_squared_error),
               numbers_table(50, 4, 3));
  const auto none = regression->confusion(regression->dataset().train_rows(), nullptr);
  REQUIRE_FALSE(none.ok());
  CHECK(none.error().code == Errc::bad_data);
}

TEST_CASE("probe_step: where no step can be taken it says why, and nothing has changed") {
  auto spec = make_spec(2, {4, 1}, Activation::relu, Activation::linear, LossType::mean_squared_error);
  const RunPointer run = make_run(spec, generated("circle"));
  REQUIRE(run->command(nw::training::SetParameter{2,
                                                  [] {
                                                    auto made = nw::core::AlignedBuffer<float>::make(4);
                                                    for (float& value : made->span()) value = 2e38f;
                                                    return std::move(made).value();
                                                  }()})
              .ok());
  const std::string before = hash_of(*run);
  Floats gradient(8), update(8);
  CHECK(run->probe_step(0, gradient, update, nullptr).error().code == Errc::non_finite_loss);
  CHECK(run->probe_all_rows(0, gradient, nullptr).error().code == Errc::non_finite_loss);
  CHECK(hash_of(*run) == before);
  CHECK(run->state().divergence.code == Errc::ok);
}

TEST_CASE("probe_step: an update that leaves the range of floats is shown, and training still refuses it") {
  auto spec = circle_spec();
  spec.optimizer.learning_rate = 3e38;
  spec.layers[2].activation = Activation::linear;
  const RunPointer run = make_run(spec, generated("circle"));
  REQUIRE(run->command(nw::training::SetWeight{4, 0, 1e6f}).ok());
  const std::string before = hash_of(*run);
  Floats gradient(2), update(2);
  REQUIRE(run->probe_step(4, gradient, update, nullptr).ok());
  CHECK(std::isfinite(gradient[0]));
  CHECK_FALSE(std::isfinite(update[0]));
  CHECK(hash_of(*run) == before);
  CHECK(run->advance(1, nw::training::kNoDeadline, nullptr) == 0);
  CHECK(run->state().divergence.code == Errc::non_finite_weights);
  CHECK(hash_of(*run) == before);
}
