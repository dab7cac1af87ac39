#include <doctest/doctest.h>

#include "pytorch/nets.hpp"
#include "pytorch/vectors/penalties.hpp"

using namespace nw::test;

TEST_CASE("pytorch, penalties: l1 adds l1 * sum |w|, l2 adds l2 / 2 * sum w^2, of kernels alone") {
  SUBCASE("l1, sgd") {
    TorchRun run = torch_classes();
    run.spec.optimizer.learning_rate = 0.1;
    run.spec.regularizer.l1 = 0.004;
    check_against_torch(kPenaltiesVectors, "l1, sgd", run);
  }
  SUBCASE("l2, sgd") {
    TorchRun run = torch_classes();
    run.spec.optimizer.learning_rate = 0.1;
    run.spec.regularizer.l2 = 0.05;
    check_against_torch(kPenaltiesVectors, "l2, sgd", run);
  }
  SUBCASE("l1 and l2, adam") {
    TorchRun run = torch_numbers();
    run.spec.optimizer = {OptimizerType::adam, 0.02, 0.9, 0.999, 1e-3};
    run.spec.regularizer.l1 = 0.001;
    run.spec.regularizer.l2 = 0.02;
    check_against_torch(kPenaltiesVectors, "l1 and l2, adam", run);
  }
  SUBCASE("l2, momentum") {
    TorchRun run = torch_numbers();
    run.spec.optimizer.type = OptimizerType::momentum;
    run.spec.optimizer.learning_rate = 0.03;
    run.spec.optimizer.momentum = 0.9;
    run.spec.regularizer.l2 = 0.03;
    check_against_torch(kPenaltiesVectors, "l2, momentum", run);
  }
}
