#include "inspect/parameter_report.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "training/make_run.hpp"

using namespace nw::inspect;
using namespace nw::test;

namespace {

ParameterReport reported(nw::training::Run& run, const ParameterQuestion& question) {
  auto report = report_parameter(run, question, nullptr);
  REQUIRE(report.ok());
  return std::move(report).value();
}

double norm_of(std::span<const float> values) {
  double sum = 0;
  for (const float v : values) sum += double(v) * double(v);
  return std::sqrt(sum);
}

}  // namespace

TEST_CASE("parameter report: only what was asked for") {
  const RunPointer run = make_run(rich_spec(), rich_data());
  ParameterQuestion question;
  question.parameter = 2;
  const ParameterReport plain = reported(*run, question);
  CHECK_FALSE(plain.gradient);
  CHECK_FALSE(plain.update);
  CHECK(std::isnan(plain.update_ratio));
  CHECK(plain.weights.histogram.counts.empty());
  CHECK(plain.weights.statistics.count == 16 * 9);
  CHECK(plain.weights.statistics.norm == doctest::Approx(norm_of(run->parameter(2))).epsilon(1e-12));
  question.gradient = GradientOf::all_rows;
  question.histogram.bins = 5;
  const ParameterReport more = reported(*run, question);
  REQUIRE(more.gradient);
  CHECK_FALSE(more.update);
  CHECK(more.gradient->report.histogram.counts.size() == 5);
}

TEST_CASE(
    "parameter report: with plain descent the update is the rate times the gradient, and so is the ratio") {
  auto spec = circle_spec();
  spec.optimizer.learning_rate = 0.25;
  const RunPointer run = make_run(spec, generated("circle"));
  train(*run, 11);
  for (int parameter = 0; parameter < 6; ++parameter) {
    ParameterQuestion question;
    question.parameter = parameter;
    question.gradient = GradientOf::next_batch;
    question.update = true;
    const ParameterReport report = reported(*run, question);
    REQUIRE(report.gradient);
    REQUIRE(report.update);
    const auto gradient = report.gradient->values.span(), update = report.update->values.span();
    REQUIRE(update.size() == run->parameter(parameter).size());
    for (std::size_t i = 0; i < update.size(); ++i)
      CHECK(std::fabs(update[i] + 0.25f * gradient[i]) < 1e-6f);  // rounded where the weight is
    const double wanted = 0.25 * norm_of(gradient) / norm_of(run->parameter(parameter));
    CHECK(report.update_ratio == doctest::Approx(wanted).epsilon(1e-4));
  }
}

TEST_CASE("parameter report: weights of zeros have no ratio; the range is the weights' alone") {
  const RunPointer run = make_run(circle_spec(), generated("circle"));
  ParameterQuestion question;
  question.parameter = 1;  // a bias that starts with zeros
  question.update = true;
  question.histogram = {4, HistogramRange{-1, 1}};
  const ParameterReport report = reported(*run, question);
  CHECK(std::isnan(report.update_ratio));
  CHECK(report.weights.statistics.zeros == 4);
  CHECK(report.weights.histogram.range.low == -1);
  REQUIRE(report.update);
  CHECK(report.update->report.histogram.range.high < 1);
  question.histogram.bins = -1;
  CHECK(report_parameter(*run, question, nullptr).error().code == nw::core::Errc::bad_value);
}

TEST_CASE("parameter report: the same on every number of threads, and training is not disturbed") {
  const auto spec =
      make_spec(64, {200, 10}, Activation::relu, Activation::softmax, LossType::categorical_crossentropy);
  const RunPointer run = make_run(spec, classes_table(300, 64, 10));
  const std::string before = hash_of(*run);
  ParameterQuestion question;
  question.gradient = GradientOf::all_rows;
  question.update = true;
  const ParameterReport alone = reported(*run, question);
  for (const int threads : {2, 4}) {
    nw::parallel::Pool pool(threads);
    const auto report = report_parameter(*run, question, &pool);
    REQUIRE(report.ok());
    CHECK(same_bits_all(report->gradient->values.span(), alone.gradient->values.span()));
    CHECK(same_bits_all(report->update->values.span(), alone.update->values.span()));
  }
  CHECK(hash_of(*run) == before);
}
