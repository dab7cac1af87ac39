#include <doctest/doctest.h>

#include "pytorch/nets.hpp"
#include "pytorch/vectors/normalizations.hpp"

using namespace nw::test;
using nw::model::LayerType;

namespace {

nw::model::LayerSpec batch_normalization() {
  return layer(LayerType::batch_normalization, "batchNormalization_1");
}
nw::model::LayerSpec layer_normalization() {
  return layer(LayerType::layer_normalization, "layerNormalization_1");
}

void check(TorchRun run, double learning_rate) {
  run.spec.optimizer.learning_rate = learning_rate;
  check_against_torch(kNormalizationsVectors, run.net, run);
}

}  // namespace

// The running statistics are parameters of the vectors, too.
TEST_CASE("pytorch, normalizations: 60 steps lead to the same scales, shifts and running statistics") {
  SUBCASE("batch normalization of units") {
    check(torch_classes("dense batch normalization", {batch_normalization(), activation("relu")}), 0.05);
  }
  SUBCASE("layer normalization of units") {
    auto norm = layer_normalization();
    norm.epsilon = 1e-2;
    check(torch_classes("dense layer normalization", {norm}, Activation::tanh), 0.1);
  }
  SUBCASE("batch normalization of channels") {
    auto norm = batch_normalization();
    norm.momentum = 0.8;
    norm.epsilon = 1e-2;
    check(torch_images("conv batch normalization",
                       {conv2d("conv2d_1", 4, {3, 3}, Activation::linear), norm, activation("relu"),
                        pooling(LayerType::max_pooling2d, "maxPooling2d_1", {2, 2}, {2, 2}), flatten()}),
          0.05);
  }
  SUBCASE("layer normalization of channels") {
    check(torch_images("conv layer normalization", {conv2d("conv2d_1", 4, {3, 3}, Activation::linear),
                                                    layer_normalization(), activation("tanh"), flatten()}),
          0.1);
  }
}
