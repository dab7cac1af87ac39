#pragma once

#include <cstddef>
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

/// Layers without weights, with statistics and with random numbers of their own, on images of 4 x 4.
inline model::NetworkSpec layers_spec() {
  using model::LayerType;
  auto spec =
      make_spec(16, {12, 3}, Activation::gelu, Activation::linear, LossType::categorical_crossentropy);
  const auto put = [&](std::size_t at, LayerType type, const char* name) -> model::LayerSpec& {
    model::LayerSpec layer;
    layer.type = type;
    layer.name = name;
    return *spec.layers.insert(spec.layers.begin() + std::ptrdiff_t(at), layer);
  };
  spec.input_shape = {4, 4, 1};
  put(0, LayerType::average_pooling2d, "pool_1").padding = model::Padding::same;
  put(1, LayerType::batch_normalization, "norm_1");
  put(2, LayerType::flatten, "flatten_1");
  put(4, LayerType::batch_normalization, "norm_2").momentum = 0.8;
  put(5, LayerType::dropout, "drop_1").rate = 0.3;
  put(6, LayerType::layer_normalization, "norm_3");
  put(8, LayerType::activation, "softmax_1").activation = Activation::softmax;
  spec.optimizer = {OptimizerType::adam, 0.01};
  spec.regularizer = {0.0005, 0.002};
  spec.batch_size = 7;
  return spec;
}

/// Every kind of convolution, and the layers that layers_spec() does not have.
inline model::NetworkSpec convolutions_spec() {
  using model::LayerType;
  auto spec = make_spec(1, {3}, Activation::linear, Activation::softmax, LossType::categorical_crossentropy);
  const auto put = [&](LayerType type, const char* name) -> model::LayerSpec& {
    model::LayerSpec layer;
    layer.type = type;
    layer.name = name;
    return *spec.layers.insert(spec.layers.end() - 1, layer);
  };
  spec.input_shape = {9, 8, 2};
  auto& conv = put(LayerType::conv2d, "conv2d_1");
  conv.filters = 5;
  conv.kernel_size = {3, 3};
  conv.padding = model::Padding::same;
  conv.dilation_rate = {1, 2};
  conv.activation = Activation::relu;
  auto& second = put(LayerType::conv2d, "conv2d_2");
  second.filters = 4;
  second.kernel_size = {2, 3};
  second.padding = model::Padding::same;
  second.activation = Activation::tanh;
  auto& depthwise = put(LayerType::depthwise_conv2d, "depthwise_conv2d_1");
  depthwise.depth_multiplier = 2;
  depthwise.kernel_size = {3, 2};
  depthwise.strides = {2, 2};
  depthwise.padding = model::Padding::same;
  depthwise.activation = Activation::tanh;
  auto& local = put(LayerType::locally_connected2d, "locally_connected2d_1");
  local.filters = 3;
  local.kernel_size = {2, 2};
  auto& pool = put(LayerType::max_pooling2d, "max_pooling2d_1");
  pool.strides = {2, 2};
  auto& pointwise = put(LayerType::conv2d, "conv2d_3");
  pointwise.filters = 4;
  pointwise.activation = Activation::silu;
  put(LayerType::global_average_pooling2d, "global_average_pooling2d_1");
  put(LayerType::reshape, "reshape_1").target_shape = {2, 2};
  put(LayerType::flatten, "flatten_1");
  spec.optimizer = {OptimizerType::adam, 0.01};
  spec.batch_size = 7;
  return spec;
}

}  // namespace nw::test
