#include <doctest/doctest.h>

#include "pytorch/nets.hpp"
#include "pytorch/vectors/activations.hpp"

using namespace nw::test;

namespace {

void check(const std::string& name, double alpha = 0.0) {
  TorchRun run = torch_classes("dense " + name, {activation(name, alpha)});
  run.spec.optimizer.learning_rate = 0.2;
  check_against_torch(kActivationsVectors, name, run);
}

}  // namespace

TEST_CASE("pytorch, activations: 60 steps through each lead to the same weights") {
  SUBCASE("leakyRelu") { check("leakyRelu", 0.2); }
  SUBCASE("elu") { check("elu", 0.7); }
  SUBCASE("selu") { check("selu"); }
  SUBCASE("gelu") { check("gelu"); }
  SUBCASE("geluApproximate") { check("geluApproximate"); }
  SUBCASE("silu") { check("silu"); }
  SUBCASE("softplus") { check("softplus"); }
}
