#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "training/make_run.hpp"
#include "training/reference_trainer.hpp"

using namespace nw::test;

namespace {

constexpr int kSteps = 200;

void check_against_reference(const nw::model::NetworkSpec& spec, DataPointer data) {
  const RunPointer run = make_run(spec, std::move(data));
  ReferenceTrainer reference(*run, spec);
  const auto start = run->hash();
  train(*run, kSteps);
  reference.train(kSteps);
  CHECK(run->hash() != start);

  for (int index = 0; index < int(run->network().parameters().size()); ++index) {
    const auto given = run->parameter(index);
    const auto wanted = reference.parameter(index);
    CAPTURE(run->network().parameters()[std::size_t(index)].info->name);
    REQUIRE(given.size() == wanted.size());
    for (std::size_t i = 0; i < given.size(); ++i) {
      CAPTURE(i);
      // Relative; a weight near zero by the size that weights have.
      CHECK(std::fabs(given[i] - wanted[i]) < 1e-4 * std::max(0.1, std::fabs(wanted[i])));
    }
  }
}

}  // namespace

TEST_CASE("run: 200 steps agree with an independent trainer in double precision") {
  SUBCASE("tanh, squared error, sgd: the circle") {
    check_against_reference(circle_spec(), generated("circle"));
  }
  SUBCASE("relu and sigmoid, softmax cross-entropy, adam, L1 and L2, rest batches") {
    check_against_reference(rich_spec(), rich_data());
  }
  SUBCASE("the same with sgd") {
    auto spec = rich_spec();
    spec.optimizer = {OptimizerType::sgd, 0.05};
    check_against_reference(spec, rich_data());
  }
  SUBCASE("sigmoid cross-entropy, one unit, L2") {
    auto spec = make_spec(2, {6, 1}, Activation::tanh, Activation::sigmoid, LossType::binary_crossentropy);
    spec.optimizer = {OptimizerType::adam, 0.02};
    spec.regularizer.l2 = 0.01;
    check_against_reference(spec, generated("xor"));
  }
  SUBCASE("regression on three numbers, linear output, L1") {
    auto spec = make_spec(4, {8, 3}, Activation::tanh, Activation::linear, LossType::mean_squared_error);
    spec.regularizer.l1 = 0.001;
    spec.batch_size = 16;
    check_against_reference(spec, numbers_table(70, 4, 3));
  }
  SUBCASE("softmax with squared error: not fused; a batch larger than the data") {
    auto spec = make_spec(5, {6, 3}, Activation::sigmoid, Activation::softmax, LossType::mean_squared_error);
    spec.optimizer = {OptimizerType::sgd, 0.5};
    spec.batch_size = 1000;
    check_against_reference(spec, rich_data());
  }
  SUBCASE("the activations that keep their preactivation, and the others that came with them") {
    auto spec =
        make_spec(5, {9, 8, 7, 6, 3}, Activation::gelu, Activation::softplus, LossType::mean_squared_error);
    spec.layers[1].activation = Activation::silu;
    spec.layers[2].activation = Activation::elu;
    spec.layers[3].activation = Activation::leaky_relu;
    draw_biases(spec);
    spec.optimizer = {OptimizerType::sgd, 0.2};
    check_against_reference(spec, rich_data());
    spec.layers[0].activation = Activation::selu;
    spec.layers[2].activation = Activation::gelu_approximate;
    check_against_reference(spec, rich_data());
  }
  SUBCASE("half the squared error, and Huber's, whose errors lie on both sides of delta") {
    auto spec = make_spec(4, {8, 3}, Activation::tanh, Activation::linear, LossType::half_squared_error);
    check_against_reference(spec, numbers_table(70, 4, 3));
    spec.loss = LossType::huber;
    spec.loss_options.delta = 0.4;
    check_against_reference(spec, numbers_table(70, 4, 3));
  }
  SUBCASE("absolute error: no error comes so near to 0 that its sign is rounding's") {
    auto spec = make_spec(4, {8, 3}, Activation::tanh, Activation::linear, LossType::mean_absolute_error);
    spec.optimizer.learning_rate = 0.01;
    check_against_reference(spec, numbers_table(70, 4, 3));
  }
  SUBCASE("smoothed labels: sigmoid, and softmax with class indices") {
    auto spec = make_spec(2, {6, 1}, Activation::tanh, Activation::sigmoid, LossType::binary_crossentropy);
    spec.loss_options.label_smoothing = 0.2;
    spec.optimizer.learning_rate = 0.1;
    check_against_reference(spec, generated("xor"));
    spec = rich_spec();
    spec.loss = LossType::sparse_categorical_crossentropy;
    spec.loss_options.label_smoothing = 0.1;
    check_against_reference(spec, rich_data());
  }
  SUBCASE("sigmoid output with squared error, 0 and 1; one row a step") {
    auto spec = make_spec(2, {5, 1}, Activation::relu, Activation::sigmoid, LossType::mean_squared_error);
    draw_biases(spec);
    spec.batch_size = 1;
    check_against_reference(spec, generated("gauss"));
  }
}
