#pragma once

#include <string>

#include "training/make_run.hpp"

namespace nw::test {

/// A run whose weights after `steps` steps stand in golden.hpp.
struct GoldenRun {
  model::NetworkSpec spec;
  DataPointer data;
  std::uint64_t steps = 200;
};

/// A small run for each optimizer that the others do not have, with one more thing that training can be told.
/// The rows are those of the rich run.
inline GoldenRun golden_optimizer_run(model::OptimizerType type) {
  using model::ScheduleType;
  auto spec = rich_spec();
  spec.optimizer = {type, 0.01};
  spec.regularizer = {};
  spec.optimizer.schedule.steps = 80;
  switch (type) {
    case OptimizerType::momentum:
      spec.optimizer.clip_norm = 0.5;
      spec.optimizer.schedule.type = ScheduleType::cosine;
      spec.optimizer.schedule.minimum = 0.125;
      break;
    case OptimizerType::nesterov:
      spec.regularizer = {0.005, 0.001, model::L1Update::proximal, true};
      spec.optimizer.schedule.type = ScheduleType::one_cycle;
      break;
    case OptimizerType::rmsprop:
      spec.optimizer.clip_value = 0.05;
      spec.optimizer.schedule.type = ScheduleType::exponential;
      spec.optimizer.schedule.gamma = 0.5;
      break;
    case OptimizerType::adagrad:
      spec.optimizer.initial_accumulator_value = 0.01;
      spec.optimizer.schedule.type = ScheduleType::step;
      spec.optimizer.schedule.gamma = 0.5;
      spec.layers[1].regularizer = {0.001, 0.01};
      break;
    case OptimizerType::amsgrad:
      spec.optimizer.schedule.type = ScheduleType::warm_up;
      break;
    default:  // adamw
      spec.optimizer.weight_decay = 0.1;
      spec.layers[1].trainable = false;
  }
  return {spec, rich_data()};
}

inline GoldenRun golden_run(const std::string& name) {
  if (name == "circle") return {circle_spec(), generated("circle")};
  if (name == "rich") return {rich_spec(), rich_data()};
  if (name == "layers") return {layers_spec(), layers_data()};
  if (name == "convolutions") return {convolutions_spec(), classes_table(120, 144, 3)};
  if (name == "spiral") {
    auto spec = make_spec(2, {8, 8, 1}, Activation::tanh, Activation::sigmoid, LossType::binary_crossentropy);
    for (auto& layer : spec.layers) layer.kernel_initializer.type = InitializerType::glorot_normal;
    spec.optimizer = {OptimizerType::adam, 0.02};
    return {spec, generated("spiral", 500, 0.2)};
  }
  if (name == "regression") {
    auto spec = make_spec(2, {7, 1}, Activation::relu, Activation::linear, LossType::mean_squared_error);
    for (auto& layer : spec.layers)
      layer.kernel_initializer = {InitializerType::random_normal, 0, 0, 0, 0, 0.4};
    spec.regularizer.l1 = 0.0001;
    return {spec, generated("regGauss", 600, 0.0)};
  }
  for (const training::Optimizer& optimizer : training::optimizers()) {
    if (name == optimizer.name) return golden_optimizer_run(optimizer.type);
  }
  // wide: products so large that the pool is used inside a step.
  auto spec = make_spec(64, {256, 128, 10}, Activation::relu, Activation::softmax,
                        LossType::categorical_crossentropy);
  for (auto& layer : spec.layers) layer.kernel_initializer.type = InitializerType::he_uniform;
  spec.optimizer = {OptimizerType::adam, 0.001};
  spec.batch_size = 96;
  return {spec, classes_table(400, 64, 10), 200};
}

}  // namespace nw::test
