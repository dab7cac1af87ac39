#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/spec.hpp"

namespace nw::test {

using model::Activation;
using model::InitializerType;
using model::LossType;
using model::OptimizerType;

inline model::LayerSpec dense(std::string name, int units, Activation activation,
                              InitializerType kernel = InitializerType::glorot_uniform) {
  model::LayerSpec layer;
  layer.name = std::move(name);
  layer.units = units;
  layer.activation = activation;
  layer.kernel_initializer.type = kernel;
  return layer;
}

/// A network of dense layers `dense_1`, `dense_2`, … that all but the last have one activation.
inline model::NetworkSpec make_spec(int inputs, const std::vector<int>& units, Activation hidden,
                                    Activation last, LossType loss) {
  model::NetworkSpec spec;
  spec.input_shape = {inputs};
  for (std::size_t i = 0; i < units.size(); ++i) {
    spec.layers.push_back(
        dense("dense_" + std::to_string(i + 1), units[i], i + 1 == units.size() ? last : hidden));
  }
  spec.loss = loss;
  spec.seed = 7;
  return spec;
}

/// Small biases, so that the gradients of none are those of a symmetric net.
inline void draw_biases(model::NetworkSpec& spec) {
  for (model::LayerSpec& layer : spec.layers) {
    layer.bias_initializer = {InitializerType::random_uniform, 0, -0.3, 0.3};
  }
}

}  // namespace nw::test
