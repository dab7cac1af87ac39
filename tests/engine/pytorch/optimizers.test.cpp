#include <doctest/doctest.h>

#include "pytorch/nets.hpp"
#include "pytorch/vectors/optimizers.hpp"

using namespace nw::test;
using nw::model::OptimizerSpec;

namespace {

void check_both(const std::string& title, const OptimizerSpec& optimizer) {
  TorchRun classes = torch_classes(), numbers = torch_numbers();
  classes.spec.optimizer = numbers.spec.optimizer = optimizer;
  check_against_torch(kOptimizersVectors, title + ", softmax", classes);
  check_against_torch(kOptimizersVectors, title + ", squared error", numbers);
}

}  // namespace

TEST_CASE("pytorch, optimizers: 60 steps lead to the same weights") {
  OptimizerSpec optimizer;
  SUBCASE("sgd") {
    optimizer.type = OptimizerType::sgd;
    optimizer.learning_rate = 0.1;
    check_both("sgd", optimizer);
  }
  SUBCASE("adam") {
    optimizer.type = OptimizerType::adam;
    optimizer.learning_rate = 0.02;
    optimizer.beta1 = 0.8;
    optimizer.beta2 = 0.95;
    optimizer.epsilon = 1e-2;
    check_both("adam", optimizer);
  }
  SUBCASE("momentum") {
    optimizer.type = OptimizerType::momentum;
    optimizer.learning_rate = 0.03;
    optimizer.momentum = 0.8;
    check_both("momentum", optimizer);
  }
  SUBCASE("nesterov") {
    optimizer.type = OptimizerType::nesterov;
    optimizer.learning_rate = 0.03;
    optimizer.momentum = 0.8;
    check_both("nesterov", optimizer);
  }
  SUBCASE("rmsprop") {
    optimizer.type = OptimizerType::rmsprop;
    optimizer.learning_rate = 0.01;
    optimizer.rho = 0.95;
    optimizer.epsilon = 1e-2;
    check_both("rmsprop", optimizer);
  }
  SUBCASE("adagrad") {
    optimizer.type = OptimizerType::adagrad;
    optimizer.learning_rate = 0.05;
    optimizer.epsilon = 1e-2;
    check_both("adagrad", optimizer);
  }
  SUBCASE("amsgrad") {
    optimizer.type = OptimizerType::amsgrad;
    optimizer.learning_rate = 0.02;
    optimizer.beta1 = 0.8;
    optimizer.beta2 = 0.9;
    optimizer.epsilon = 1e-2;
    check_both("amsgrad", optimizer);
  }
  SUBCASE("adamw decays kernels alone") {
    optimizer.type = OptimizerType::adamw;
    optimizer.learning_rate = 0.02;
    optimizer.beta1 = 0.8;
    optimizer.beta2 = 0.95;
    optimizer.epsilon = 1e-2;
    optimizer.weight_decay = 0.3;
    check_both("adamw", optimizer);
  }
}
