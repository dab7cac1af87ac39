#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "model/make_spec.hpp"
#include "support/values.hpp"
#include "training/make_run.hpp"

// Networks of convolutions, whole: gradients through several layers, and that they learn.

using namespace nw::model;
using namespace nw::test;

namespace {

LayerSpec convolution(LayerType type, const char* name, int filters, int kernel, int stride, Padding padding,
                      Activation activation) {
  LayerSpec layer;
  layer.type = type;
  layer.name = name;
  layer.filters = layer.depth_multiplier = filters;
  layer.kernel_size = {kernel, kernel};
  layer.strides = {stride, stride};
  layer.padding = padding;
  layer.activation = activation;
  layer.kernel_initializer.type = InitializerType::glorot_uniform;
  return layer;
}

/// All three convolutions; the last has one place, and a filter a class.
NetworkSpec conv_spec(Activation hidden) {
  NetworkSpec spec;
  spec.input_shape = {8, 8, 1};
  spec.layers = {
      convolution(LayerType::conv2d, "conv2d_1", 4, 3, 1, Padding::same, hidden),
      convolution(LayerType::depthwise_conv2d, "depthwise_1", 2, 3, 2, Padding::same, hidden),
      convolution(LayerType::locally_connected2d, "local_1", 5, 2, 1, Padding::valid, hidden),
      convolution(LayerType::conv2d, "conv2d_2", 2, 3, 1, Padding::valid, Activation::softmax),
  };
  spec.loss = LossType::categorical_crossentropy;
  spec.optimizer = {OptimizerType::adam, 0.01, 0.9, 0.999, 1e-8};
  spec.batch_size = 16;
  spec.seed = 7;
  draw_biases(spec);
  return spec;
}

/// 8x8 images with noise and one bright bar: class 0 lies, class 1 stands.
DataPointer bars(int rows) {
  auto inputs = random_values(static_cast<std::size_t>(rows) * 64, 31, -0.3f, 0.3f);
  std::vector<float> labels;
  for (int row = 0; row < rows; ++row) {
    const int label = row % 2, line = row / 2 % 8;
    for (int i = 0; i < 8; ++i) {
      const int pixel = label == 0 ? line * 8 + i : i * 8 + line;
      inputs[static_cast<std::size_t>(row * 64 + pixel)] += 1.0f;
    }
    labels.push_back(static_cast<float>(label));
  }
  auto made = nw::data::Dataset::make({inputs, labels, rows, 64, 1, 2}, nw::data::Scaling::none, {});
  REQUIRE(made.ok());
  return std::make_shared<const nw::data::Dataset>(std::move(made).value());
}

}  // namespace

TEST_CASE("conv network: the gradient of every weight agrees with finite differences") {
  auto built = Network::build(conv_spec(Activation::tanh));
  REQUIRE(built.ok());
  const Network& network = *built;
  const int batch = 3;
  auto made = Workspace::make(network.plan_workspace(batch, WorkspaceUse::training));
  REQUIRE(made.ok());
  Workspace& workspace = *made;
  std::vector<float> weights(network.arena_floats()), gradients(weights.size());
  network.initialize(11, weights.data());
  const auto x = random_values(network.inputs() * batch, 1);
  const std::vector<float> target = {1, 0, 0, 1, 0.25f, 0.75f};
  const auto loss = [&] {
    return network.train_pass(weights.data(), x.data(), target.data(), batch, {}, gradients.data(), workspace,
                              nullptr);
  };
  loss();
  const std::vector<float> analytic = gradients;
  for (const Parameter& parameter : network.parameters()) {
    double worst = 0.0, largest = 0.0;
    for (std::size_t i = 0; i < parameter.size(); ++i) {
      float& weight = parameter.in(weights.data())[i];
      const float kept = weight, h = 0x1p-7f;
      weight = kept + h;
      const double above = loss();
      weight = kept - h;
      const double below = loss();
      weight = kept;
      const double numeric = (above - below) / (2.0 * h);
      worst = std::max(worst, std::fabs(numeric - double(parameter.in(analytic.data())[i])));
      largest = std::max(largest, std::fabs(numeric));
    }
    CAPTURE(parameter.info->name);
    CHECK(largest > 1e-3);
    CHECK(worst < 1e-4 + 5e-3 * largest);
  }
}

TEST_CASE("conv network: learns bars that lie from bars that stand, with the same bits on 1 and 4 threads") {
  const DataPointer data = bars(160);
  auto run = make_run(conv_spec(Activation::relu), data);
  const double before = run->evaluate_train(nullptr).loss();
  train(*run, 200);
  const double after = run->evaluate_train(nullptr).loss();
  CHECK(before > 0.5);
  CHECK(after < 0.1 * before);

  nw::parallel::Pool pool(4);
  auto other = make_run(conv_spec(Activation::relu), data);
  train(*other, 200, &pool);
  CHECK(hash_of(*other) == hash_of(*run));
}

TEST_CASE("conv network: errors name the layer and its field") {
  const auto refused = [](const NetworkSpec& spec) {
    const auto network = Network::build(spec);
    return network.ok() ? std::string("nothing") : std::string(network.error().field);
  };
  auto spec = conv_spec(Activation::relu);
  CHECK(refused(spec) == "nothing");
  spec.layers[3].kernel_size = {4, 3};
  CHECK(refused(spec) == "layers[3].kernelSize");
  spec = conv_spec(Activation::relu);
  spec.layers[2].padding = Padding::same;
  CHECK(refused(spec) == "layers[2].padding");
  spec = conv_spec(Activation::relu);
  spec.layers[1].depth_multiplier = 0;
  CHECK(refused(spec) == "layers[1].depthMultiplier");
  spec.input_shape = {64};
  CHECK(refused(spec) == "inputShape");
}
