#include "training/evaluator.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "training/make_run.hpp"
#include "training/reference_trainer.hpp"

using namespace nw::test;
using nw::training::Evaluation;

namespace {

/// Loss and accuracy from the engine's own predictions, in double, row by row, by the definitions.
Evaluation by_hand(nw::training::Run& run, const nw::model::NetworkSpec& spec,
                   std::span<const std::int32_t> rows) {
  const auto& data = run.dataset();
  const std::size_t units = run.network().outputs(), columns = run.network().inputs();
  Evaluation result;
  double loss = 0, correct = 0;
  for (const std::int32_t row : rows) {
    std::vector<float> y(units);
    run.predict(data.inputs().subspan(std::size_t(row) * columns, columns), y, nullptr);
    const float* targets = data.targets().data() + std::size_t(row) * std::size_t(data.target_columns());
    std::size_t best = 0;
    for (std::size_t i = 0; i < units; ++i) {
      if (y[i] > y[best]) best = i;
      if (spec.loss == LossType::mean_squared_error) {
        const double t = data.is_regression() ? targets[i]
                         : units == 1         ? (targets[0] == 1 ? 1 : -1)
                                              : double(float(i) == targets[0]);
        loss += (y[i] - t) * (y[i] - t) / double(units);
      }
    }
    if (spec.loss == LossType::categorical_crossentropy) loss -= std::log(double(y[std::size_t(targets[0])]));
    if (spec.loss == LossType::binary_crossentropy)
      loss -= std::log(targets[0] == 1 ? double(y[0]) : 1.0 - double(y[0]));
    const double threshold = spec.loss == LossType::binary_crossentropy ? 0.5 : 0.0;
    correct += units == 1 ? (y[0] >= threshold) == (targets[0] == 1) : float(best) == targets[0];
  }
  result.rows = int(rows.size());
  result.data_loss = loss / double(rows.size());
  result.accuracy = data.is_regression() ? -1 : correct / double(rows.size());
  return result;
}

void check_run(const nw::model::NetworkSpec& spec, const DataPointer& data) {
  const RunPointer run = make_run(spec, data);
  train(*run, 40);
  const auto check = [&](const Evaluation& given, std::span<const std::int32_t> rows) {
    const Evaluation wanted = by_hand(*run, spec, rows);
    CHECK(given.rows == wanted.rows);
    CHECK(given.data_loss == doctest::Approx(wanted.data_loss).epsilon(2e-6));
    CHECK(given.accuracy == wanted.accuracy);
  };
  check(run->evaluate_train(nullptr), data->train_rows());
  check(run->evaluate_test(nullptr), data->test_rows());
}

}  // namespace

TEST_CASE("evaluation: exact over all rows, agrees with the definitions row by row") {
  check_run(circle_spec(), generated("circle", 1000));  // several blocks
  check_run(rich_spec(), rich_data());
  check_run(make_spec(2, {4, 1}, Activation::tanh, Activation::sigmoid, LossType::binary_crossentropy),
            generated("xor"));
  check_run(make_spec(4, {5, 3}, Activation::relu, Activation::linear, LossType::mean_squared_error),
            numbers_table(300, 4, 3));
}

TEST_CASE("evaluation: the penalty is that of the kernels, biases left out") {
  auto spec = rich_spec();
  spec.regularizer = {0.25, 0.5};
  const RunPointer run = make_run(spec, rich_data());
  double wanted = 0;
  for (const int kernel : {0, 2, 4}) {
    for (const float w : run->parameter(kernel)) wanted += 0.25 * std::fabs(double(w)) + 0.25 * double(w) * w;
  }
  const Evaluation given = run->evaluate_train(nullptr);
  CHECK(given.penalty == doctest::Approx(wanted).epsilon(1e-9));
  CHECK(given.loss() == given.data_loss + given.penalty);
  CHECK(run->state().penalty == given.penalty);
}

TEST_CASE(
    "evaluation: R2 is 1 - squared errors / squared deviations, all columns together, each with its mean") {
  const auto data = numbers_table(300, 4, 3);
  const auto spec = make_spec(4, {5, 3}, Activation::relu, Activation::linear, LossType::huber);
  const RunPointer run = make_run(spec, data);
  train(*run, 200);
  const auto rows = data->test_rows();
  double means[3] = {}, errors = 0, deviations = 0;
  const auto target = [&](std::int32_t row, std::size_t i) {
    return double(data->targets()[std::size_t(row) * 3 + i]);
  };
  for (const std::int32_t row : rows)
    for (std::size_t i = 0; i < 3; ++i) means[i] += target(row, i) / double(rows.size());
  for (const std::int32_t row : rows) {
    std::vector<float> y(3);
    run->predict(data->inputs().subspan(std::size_t(row) * 4, 4), y, nullptr);
    for (std::size_t i = 0; i < 3; ++i) {
      errors += std::pow(double(y[i]) - target(row, i), 2);
      deviations += std::pow(target(row, i) - means[i], 2);
    }
  }
  CHECK(run->evaluate_test(nullptr).r2 == doctest::Approx(1 - errors / deviations).epsilon(1e-9));
  CHECK(run->evaluate_train(nullptr).accuracy == -1.0);
}

TEST_CASE("evaluation: R2 of a plane that was learned is nearly 1; without deviations and for classes none") {
  const RunPointer run =
      make_run(make_spec(2, {1}, Activation::linear, Activation::linear, LossType::mean_squared_error),
               generated("plane"));
  CHECK(run->evaluate_test(nullptr).r2 < 0.9);
  train(*run, 2000);
  CHECK(run->evaluate_test(nullptr).r2 > 0.98);  // the rest is noise

  const std::vector<float> inputs{1, 2, 3, 4}, same{5, 5, 5, 5};
  auto made = nw::data::Dataset::make({inputs, same, 4, 1, 1, 0}, nw::data::Scaling::none,
                                      {nw::data::SplitKind::none});
  REQUIRE(made.ok());
  const RunPointer flat =
      make_run(make_spec(1, {1}, Activation::linear, Activation::linear, LossType::mean_squared_error),
               std::make_shared<const nw::data::Dataset>(std::move(made).value()));
  CHECK(std::isnan(flat->evaluate_train(nullptr).r2));
  CHECK(std::isnan(flat->evaluate_test(nullptr).r2));  // no rows
  CHECK(std::isnan(make_run(rich_spec(), rich_data())->evaluate_train(nullptr).r2));
}

TEST_CASE("evaluation: smoothed labels change the loss and not what is recognized") {
  auto one = make_spec(2, {4, 1}, Activation::tanh, Activation::sigmoid, LossType::binary_crossentropy);
  for (auto spec : {rich_spec(), one}) {
    const auto data = spec.layers.back().units == 1 ? generated("xor") : rich_data();
    const Evaluation plain = make_run(spec, data)->evaluate_train(nullptr);
    for (const double smoothing : {0.1, 0.9, 0.99999}) {
      spec.loss_options.label_smoothing = smoothing;
      const Evaluation smooth = make_run(spec, data)->evaluate_train(nullptr);
      CHECK(smooth.accuracy == plain.accuracy);
      CHECK(smooth.data_loss != plain.data_loss);
    }
  }
}

TEST_CASE("evaluation: a sparse categorical cross-entropy has the bits of the categorical one") {
  auto spec = rich_spec();
  const RunPointer dense = make_run(spec, rich_data());
  spec.loss = LossType::sparse_categorical_crossentropy;
  const RunPointer sparse = make_run(spec, rich_data());
  train(*dense, 50);
  train(*sparse, 50);
  CHECK(hash_of(*sparse) == hash_of(*dense));
  CHECK(sparse->evaluate_test(nullptr).data_loss == dense->evaluate_test(nullptr).data_loss);
}

TEST_CASE("evaluation: no test rows is no loss and no accuracy") {
  nw::data::GeneratedSpec source{&nw::data::generators()[0], 50, 0.0, 1, {nw::data::SplitKind::none}};
  auto data = nw::data::generate(source);
  REQUIRE(data.ok());
  const RunPointer run =
      make_run(circle_spec(), std::make_shared<const nw::data::Dataset>(std::move(data).value()));
  const Evaluation given = run->evaluate_test(nullptr);
  CHECK(given.rows == 0);
  CHECK(given.data_loss == 0.0);
  CHECK(given.accuracy == -1.0);
}

TEST_CASE("evaluation: block sizes and threads change nothing") {
  const RunPointer run = make_run(
      make_spec(64, {200, 10}, Activation::relu, Activation::softmax, LossType::categorical_crossentropy),
      classes_table(700, 64, 10));
  const Evaluation alone = run->evaluate_train(nullptr);
  for (const int threads : kThreadCounts) {
    nw::parallel::Pool pool(threads);
    const Evaluation given = run->evaluate_train(&pool);
    CHECK(given.data_loss == alone.data_loss);
    CHECK(given.accuracy == alone.accuracy);
  }
  const std::size_t rows = 700;
  std::vector<float> whole(rows * 10), single(10);
  run->predict(run->dataset().inputs(), whole, nullptr);
  for (std::size_t row = 0; row < rows; row += 37) {
    run->predict(run->dataset().inputs().subspan(row * 64, 64), single, nullptr);
    CHECK(std::equal(single.begin(), single.end(), whole.begin() + std::ptrdiff_t(row * 10)));
  }
}
