#include "inspect/snapshot.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <utility>
#include <vector>

#include "data/generators.hpp"

using namespace nw;

namespace {

std::unique_ptr<training::Run> small_run(int outputs) {
  data::GeneratedSpec generated{&data::generators()[0], 50, 0.0, 3, {}};
  auto dataset = std::make_shared<const data::Dataset>(std::move(data::generate(generated)).value());
  model::NetworkSpec spec;
  spec.input_shape = {2};
  model::LayerSpec hidden, last;
  hidden.name = "dense_1";
  hidden.units = 3;
  hidden.activation = model::Activation::tanh;
  last.name = "dense_2";
  last.units = outputs;
  last.activation = model::Activation::softmax;
  spec.layers = {hidden, last};
  spec.loss = model::LossType::categorical_crossentropy;
  return std::move(training::Run::make(spec, dataset)).value();
}

std::vector<float> numbers(const inspect::Snapshot& snapshot, std::size_t part) {
  const inspect::SnapshotPart& at = snapshot.parts()[part];
  const std::size_t length = std::size_t(at.planes) * std::size_t(at.view.rows) * std::size_t(at.view.cols);
  const auto span = snapshot.numbers().subspan(at.offset, length);
  return {span.begin(), span.end()};
}

}  // namespace

TEST_CASE("Snapshot: parameters are the run's own numbers, a bias is one row") {
  const auto run = small_run(2);
  run->advance(20, training::kNoDeadline, nullptr);
  inspect::Snapshot snapshot;
  const std::vector<inspect::ViewRequest> views{inspect::ParameterRequest{0, 100, 100},
                                                inspect::ParameterRequest{1, 100, 100}};
  REQUIRE(snapshot.take(*run, views, nullptr).ok());
  REQUIRE(snapshot.parts().size() == 2);
  CHECK(snapshot.parts()[0].view.rows == 2);
  CHECK(snapshot.parts()[0].view.cols == 3);
  CHECK(snapshot.parts()[1].view.rows == 1);
  CHECK(numbers(snapshot, 0) == std::vector<float>(run->parameter(0).begin(), run->parameter(0).end()));
  CHECK(numbers(snapshot, 1) == std::vector<float>(run->parameter(1).begin(), run->parameter(1).end()));
}

TEST_CASE("Snapshot: a decision map holds what the network predicts at the middle of each cell") {
  const auto run = small_run(2);
  inspect::Snapshot snapshot;
  const inspect::DecisionGrid grid{3, -6, 6, -6, 6};
  REQUIRE(snapshot.take(*run, std::vector<inspect::ViewRequest>{grid}, nullptr).ok());
  REQUIRE(snapshot.parts()[0].planes == 2);
  const std::vector<float> planes = numbers(snapshot, 0);
  for (int row = 0; row < 3; ++row)
    for (int col = 0; col < 3; ++col) {
      CAPTURE(row);
      CAPTURE(col);
      const std::vector<float> point{-4.0f + 4.0f * float(col), 4.0f - 4.0f * float(row)};
      std::vector<float> predicted(2);
      run->predict(point, predicted, nullptr);
      const std::size_t cell = std::size_t(row * 3 + col);
      CHECK(planes[cell] == doctest::Approx(predicted[0]).epsilon(1e-6));
      CHECK(planes[9 + cell] == doctest::Approx(predicted[1]).epsilon(1e-6));
      CHECK(planes[cell] + planes[9 + cell] == doctest::Approx(1.0));
    }
}

TEST_CASE("Snapshot: looking changes nothing that training sees") {
  const auto watched = small_run(2), alone = small_run(2);
  inspect::Snapshot snapshot;
  const std::vector<inspect::ViewRequest> views{inspect::ParameterRequest{0, 1, 1},
                                                inspect::DecisionGrid{8, -6, 6, -6, 6}};
  for (int step = 0; step < 30; ++step) {
    watched->advance(1, training::kNoDeadline, nullptr);
    REQUIRE(snapshot.take(*watched, views, nullptr).ok());
  }
  alone->advance(30, training::kNoDeadline, nullptr);
  CHECK(watched->hash() == alone->hash());
}
