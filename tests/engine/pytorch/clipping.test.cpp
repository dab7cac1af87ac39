#include <doctest/doctest.h>

#include "pytorch/nets.hpp"
#include "pytorch/vectors/clipping.hpp"

using namespace nw::test;

TEST_CASE("pytorch, clipping: acts on the gradients of loss and penalties together, before the optimizer") {
  SUBCASE("by value, sgd") {
    TorchRun run = torch_classes();
    run.spec.optimizer.learning_rate = 0.3;
    run.spec.optimizer.clip_value = 0.02;
    check_against_torch(kClippingVectors, "by value, sgd", run);
  }
  SUBCASE("by value, l2, adam") {
    TorchRun run = torch_numbers();
    run.spec.optimizer = {OptimizerType::adam, 0.01, 0.9, 0.999, 1e-2};
    run.spec.optimizer.clip_value = 0.03;
    run.spec.regularizer.l2 = 0.1;
    check_against_torch(kClippingVectors, "by value, l2, adam", run);
  }
  SUBCASE("by norm, sgd") {
    TorchRun run = torch_classes();
    run.spec.optimizer.learning_rate = 0.3;
    run.spec.optimizer.clip_norm = 0.2;
    check_against_torch(kClippingVectors, "by norm, sgd", run);
  }
  SUBCASE("by norm, l2, momentum") {
    TorchRun run = torch_numbers();
    run.spec.optimizer.type = OptimizerType::momentum;
    run.spec.optimizer.learning_rate = 0.05;
    run.spec.optimizer.momentum = 0.8;
    run.spec.optimizer.clip_norm = 0.15;
    run.spec.regularizer.l2 = 0.1;
    check_against_torch(kClippingVectors, "by norm, l2, momentum", run);
  }
}
