#include <doctest/doctest.h>

#include "pytorch/nets.hpp"
#include "pytorch/vectors/losses.hpp"

using namespace nw::test;

TEST_CASE("pytorch, losses: 60 steps down each lead to the same weights") {
  SUBCASE("meanSquaredError") {
    TorchRun run = torch_numbers();
    run.spec.optimizer.learning_rate = 0.2;
    check_against_torch(kLossesVectors, "meanSquaredError", run);
  }
  SUBCASE("meanSquaredError of softmax: not fused") {
    TorchRun run = torch_classes();
    run.spec.loss = LossType::mean_squared_error;
    run.spec.optimizer.learning_rate = 0.5;
    check_against_torch(kLossesVectors, "meanSquaredError of softmax", run);
  }
  SUBCASE("binaryCrossentropy") {
    TorchRun run = torch_two();
    run.spec.optimizer.learning_rate = 0.2;
    check_against_torch(kLossesVectors, "binaryCrossentropy", run);
  }
  SUBCASE("categoricalCrossentropy") {
    TorchRun run = torch_classes();
    run.spec.optimizer.learning_rate = 0.2;
    check_against_torch(kLossesVectors, "categoricalCrossentropy", run);
  }
  SUBCASE("halfSquaredError") {
    TorchRun run = torch_numbers();
    run.spec.loss = LossType::half_squared_error;
    run.spec.optimizer.learning_rate = 0.2;
    check_against_torch(kLossesVectors, "halfSquaredError", run);
  }
  SUBCASE("meanAbsoluteError") {
    TorchRun run = torch_numbers();
    run.spec.loss = LossType::mean_absolute_error;
    run.spec.optimizer.learning_rate = 0.05;
    check_against_torch(kLossesVectors, "meanAbsoluteError", run);
  }
  SUBCASE("huber") {
    TorchRun run = torch_numbers();
    run.spec.loss = LossType::huber;
    run.spec.loss_options.delta = 0.4;
    run.spec.optimizer.learning_rate = 0.3;
    check_against_torch(kLossesVectors, "huber", run);
  }
  SUBCASE("binaryCrossentropy, smoothed labels") {
    TorchRun run = torch_two();
    run.spec.loss_options.label_smoothing = 0.15;
    run.spec.optimizer.learning_rate = 0.2;
    check_against_torch(kLossesVectors, "binaryCrossentropy, smoothed labels", run);
  }
  SUBCASE("categoricalCrossentropy, smoothed labels") {
    TorchRun run = torch_classes();
    run.spec.loss_options.label_smoothing = 0.15;
    run.spec.optimizer.learning_rate = 0.2;
    check_against_torch(kLossesVectors, "categoricalCrossentropy, smoothed labels", run);
  }
  SUBCASE("sparseCategoricalCrossentropy: the same numbers") {
    TorchRun run = torch_classes();
    run.spec.loss = LossType::sparse_categorical_crossentropy;
    run.spec.optimizer.learning_rate = 0.2;
    check_against_torch(kLossesVectors, "categoricalCrossentropy", run);
  }
}
