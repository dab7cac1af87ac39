#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "kernels/activations.hpp"
#include "model/make_spec.hpp"
#include "pytorch/torch_run.hpp"

namespace nw::test {

// The networks and data of make_vectors.py, in the words of the engine; loss and optimizer are the caller's.

inline TorchRun torch_classes() {
  return {"dense relu", "classes",
          make_spec(5, {7, 3}, Activation::relu, Activation::softmax, LossType::categorical_crossentropy)};
}

inline TorchRun torch_numbers() {
  return {"dense tanh", "numbers",
          make_spec(5, {7, 3}, Activation::tanh, Activation::linear, LossType::mean_squared_error)};
}

inline TorchRun torch_two() {
  return {"dense one", "two",
          make_spec(5, {7, 1}, Activation::tanh, Activation::sigmoid, LossType::binary_crossentropy)};
}

/// A layer of a type, named as in make_vectors.py.
inline model::LayerSpec layer(model::LayerType type, std::string name) {
  model::LayerSpec made;
  made.type = type;
  made.name = std::move(name);
  return made;
}

inline model::LayerSpec conv2d(std::string name, int filters, std::array<int, 2> kernel,
                               Activation activation) {
  auto made = layer(model::LayerType::conv2d, std::move(name));
  made.filters = filters;
  made.kernel_size = kernel;
  made.activation = activation;
  return made;
}

inline model::LayerSpec pooling(model::LayerType type, std::string name, std::array<int, 2> pool,
                                std::array<int, 2> strides, model::Padding padding = model::Padding::valid) {
  auto made = layer(type, std::move(name));
  made.pool_size = pool;
  made.strides = strides;
  made.padding = padding;
  return made;
}

inline model::LayerSpec flatten() { return layer(model::LayerType::flatten, "flatten_1"); }

/// An activation by its name in the spec.
inline model::LayerSpec activation(const std::string& name, double alpha = 0.0) {
  auto made = layer(model::LayerType::activation, "activation_1");
  const auto* known =
      std::find(std::begin(kernels::kActivationNames), std::end(kernels::kActivationNames), name);
  REQUIRE_MESSAGE(known != std::end(kernels::kActivationNames), "no activation " << name);
  made.activation = static_cast<Activation>(known - std::begin(kernels::kActivationNames));
  made.alpha = alpha;
  return made;
}

/// 6 x 6 images of two channels in three classes: the layers, and a dense softmax at their end.
inline TorchRun torch_images(std::string net, std::vector<model::LayerSpec> layers, int last_dense = 1) {
  layers.push_back(dense("dense_" + std::to_string(last_dense), 3, Activation::softmax));
  model::NetworkSpec spec;
  spec.input_shape = {6, 6, 2};
  spec.layers = std::move(layers);
  spec.loss = LossType::categorical_crossentropy;
  spec.optimizer.learning_rate = 0.1;
  return {std::move(net), "images", spec};
}

/// The classes of torch_classes by 7 linear units, other layers, and three softmax units.
inline TorchRun torch_classes(std::string net, std::vector<model::LayerSpec> between,
                              Activation first = Activation::linear) {
  TorchRun run = torch_classes();
  run.net = std::move(net);
  run.spec.layers[0].activation = first;
  run.spec.layers.insert(run.spec.layers.begin() + 1, between.begin(), between.end());
  return run;
}

}  // namespace nw::test
