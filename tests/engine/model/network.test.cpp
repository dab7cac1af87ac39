#include "model/network.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "model/layer_kinds.hpp"
#include "model/make_spec.hpp"
#include "support/values.hpp"

using namespace nw::model;
using namespace nw::test;
using nw::core::Errc;

namespace {

Network built(const NetworkSpec& spec) {
  auto network = Network::build(spec);
  REQUIRE(network.ok());
  return std::move(network).value();
}

void check_refused(const NetworkSpec& spec, Errc code, const std::string& field) {
  const auto network = Network::build(spec);
  REQUIRE_FALSE(network.ok());
  CHECK(network.error().code == code);
  CHECK(std::string(network.error().field) == field);
}

/// A batch, its targets, and memory for passes.
struct Bench {
  explicit Bench(const NetworkSpec& spec, int rows = 6) : network(built(spec)), batch(rows) {
    auto made = Workspace::make(network.plan_workspace(rows, WorkspaceUse::training));
    REQUIRE(made.ok());
    workspace = std::move(made).value();
    weights.resize(network.arena_floats());
    gradients.resize(network.arena_floats(), 0.0f);
    network.initialize(11, weights.data());
    x = random_values(network.inputs() * std::size_t(rows), 1);
    target = random_values(network.outputs() * std::size_t(rows), 2, 0.1f, 0.9f);
    if (spec.loss == LossType::categorical_crossentropy) normalize_targets();
  }

  void normalize_targets() {  // rows that sum to 1
    for (std::size_t start = 0; start < target.size(); start += network.outputs()) {
      float sum = 0;
      for (std::size_t i = 0; i < network.outputs(); ++i) sum += target[start + i];
      for (std::size_t i = 0; i < network.outputs(); ++i) target[start + i] /= sum;
    }
  }

  double loss() {
    return network.train_pass(weights.data(), x.data(), target.data(), batch, {}, gradients.data(), workspace,
                              nullptr);
  }

  Network network;
  int batch;
  Workspace workspace;
  std::vector<float> weights, gradients, x, target;
};

/// h: the step of the differences; normalizations of a few rows bend the loss much.
void check_gradients(const NetworkSpec& spec, float h = 0.01f) {
  Bench bench(spec);
  bench.loss();
  const std::vector<float> analytic = bench.gradients;
  double largest = 0.0;
  for (const Parameter& parameter : bench.network.parameters()) {
    for (std::size_t i = 0; i < parameter.size(); ++i) {
      float& weight = parameter.in(bench.weights.data())[i];
      const float kept = weight;
      weight = kept + h;
      const double above = bench.loss();
      const double high = weight;
      weight = kept - h;
      const double below = bench.loss();
      const double numeric = (above - below) / (high - double(weight));
      weight = kept;
      const double given = parameter.in(analytic.data())[i];
      CAPTURE(parameter.info->name);
      CAPTURE(i);
      CHECK(std::fabs(numeric - given) < 2e-4 + 5e-3 * std::fabs(numeric));
      largest = std::max(largest, std::fabs(numeric));
    }
  }
  CHECK(largest > 0.01);  // else the tolerance would have passed anything
}

}  // namespace

TEST_CASE("network: the gradient of every weight agrees with finite differences") {
  SUBCASE("tanh, squared error") {
    auto spec = make_spec(3, {5, 4, 2}, Activation::tanh, Activation::tanh, LossType::mean_squared_error);
    draw_biases(spec);
    check_gradients(spec);
  }
  SUBCASE("sigmoid and relu, linear output, squared error") {
    auto spec =
        make_spec(4, {6, 5, 3}, Activation::sigmoid, Activation::linear, LossType::mean_squared_error);
    spec.layers[0].activation = Activation::relu;
    draw_biases(spec);
    check_gradients(spec);
  }
  SUBCASE("softmax between layers and at the end, squared error: not fused") {
    auto spec =
        make_spec(3, {4, 5, 3}, Activation::softmax, Activation::softmax, LossType::mean_squared_error);
    draw_biases(spec);
    for (auto& layer : spec.layers) layer.kernel_initializer = {InitializerType::random_uniform, 0, -2, 2};
    check_gradients(spec);
  }
  SUBCASE("sigmoid with its cross-entropy, several units") {
    auto spec = make_spec(3, {7, 2}, Activation::tanh, Activation::sigmoid, LossType::binary_crossentropy);
    draw_biases(spec);
    check_gradients(spec);
  }
  SUBCASE("softmax with its cross-entropy") {
    auto spec =
        make_spec(3, {7, 4}, Activation::tanh, Activation::softmax, LossType::categorical_crossentropy);
    draw_biases(spec);
    check_gradients(spec);
  }
  SUBCASE("pooling, normalizations, dropout, and an activation of its own that is fused with the loss") {
    check_gradients(layers_spec(), 0.0025f);
  }
  SUBCASE("the same without fusion, and the activation first") {
    auto spec = layers_spec();
    spec.loss = LossType::mean_squared_error;
    LayerSpec silu;
    silu.type = LayerType::activation;
    silu.name = "silu_1";
    silu.activation = Activation::silu;
    spec.layers.insert(spec.layers.begin(), silu);
    for (auto& layer : spec.layers) layer.kernel_initializer = {InitializerType::random_uniform, 0, -1, 1};
    check_gradients(spec, 0.0025f);
  }
  SUBCASE("one layer alone") {
    check_gradients(
        make_spec(5, {3}, Activation::linear, Activation::softmax, LossType::categorical_crossentropy));
  }
}

TEST_CASE(
    "network: inference gives the same numbers as training, and the activation's output where that is "
    "asked") {
  Bench bench(
      make_spec(3, {5, 4, 3}, Activation::relu, Activation::softmax, LossType::categorical_crossentropy));
  auto small = Workspace::make(bench.network.plan_workspace(bench.batch, WorkspaceUse::inference));
  REQUIRE(small.ok());
  using nw::layers::Stage;
  const auto forward = [&](Stage stage, Workspace& workspace) {
    const float* out =
        bench.network.forward(bench.weights.data(), bench.x.data(), bench.batch, stage, workspace, nullptr);
    return std::vector<float>(out, out + std::size_t(bench.batch) * 3);
  };
  CHECK(forward(Stage::output, *small) == forward(Stage::output, bench.workspace));
  const auto probabilities = forward(Stage::output, *small), logits = forward(Stage::preactivation, *small);
  for (std::size_t row = 0; row < 6; ++row) {
    double sum = 0;
    for (std::size_t i = 0; i < 3; ++i) sum += std::exp(double(logits[row * 3 + i]));
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(probabilities[row * 3 + i] ==
            doctest::Approx(std::exp(double(logits[row * 3 + i])) / sum).epsilon(1e-5));
    }
  }
}

TEST_CASE("network: names, shapes and places of parameters") {
  const Network network =
      built(make_spec(3, {5, 2}, Activation::relu, Activation::linear, LossType::mean_squared_error));
  REQUIRE(network.parameters().size() == 4);
  CHECK(network.find_parameter("dense_1/kernel") == 0);
  CHECK(network.find_parameter("dense_2/bias") == 3);
  CHECK(network.find_parameter("dense_3/bias") == -1);
  CHECK(network.parameter_count() == 3 * 5 + 5 + 5 * 2 + 2);
  CHECK(network.parameters()[2].layer == 1);
  std::set<std::size_t> taken;
  for (const Parameter& parameter : network.parameters()) {
    for (std::size_t i = 0; i < parameter.size(); ++i) CHECK(taken.insert(parameter.info->offset + i).second);
  }
  CHECK(*taken.rbegin() < network.arena_floats());
}

TEST_CASE("network: a layer more does not change the start weights of the others") {
  auto spec = make_spec(3, {5, 2}, Activation::relu, Activation::linear, LossType::mean_squared_error);
  const Network before = built(spec);
  spec.layers.insert(spec.layers.begin() + 1, dense("between", 5, Activation::relu));
  const Network after = built(spec);
  std::vector<float> a(before.arena_floats()), b(after.arena_floats());
  before.initialize(3, a.data());
  after.initialize(3, b.data());
  for (const char* name : {"dense_1/kernel", "dense_1/bias", "dense_2/kernel"}) {
    const auto x = before.parameters()[std::size_t(before.find_parameter(name))].in(a.data());
    const auto y = after.parameters()[std::size_t(after.find_parameter(name))].in(b.data());
    CHECK(std::vector<float>(x.begin(), x.end()) == std::vector<float>(y.begin(), y.end()));
  }
}

TEST_CASE("network: what does not fit together is refused at its place") {
  auto spec = make_spec(3, {5, 2}, Activation::relu, Activation::linear, LossType::categorical_crossentropy);
  check_refused(spec, Errc::bad_spec, "layers[1].activation");
  spec.loss = LossType::binary_crossentropy;
  check_refused(spec, Errc::bad_spec, "layers[1].activation");
  spec.loss = LossType::mean_squared_error;
  spec.input_shape = {2, 3};  // dense wants a row
  check_refused(spec, Errc::bad_spec, "inputShape");
  spec.input_shape = {3};
  spec.layers[0].units = 0;
  check_refused(spec, Errc::bad_value, "layers[0].units");

  const auto changed = [](auto change) {
    auto layers = layers_spec();
    change(layers);
    return layers;
  };
  check_refused(changed([](auto& s) { s.input_shape = {16}; }), Errc::bad_spec, "inputShape");
  check_refused(changed([](auto& s) { s.layers[2].type = LayerType::dropout; }), Errc::bad_spec, "layers[3]");
  check_refused(changed([](auto& s) { s.layers[2].type = LayerType::reshape; }), Errc::bad_spec,
                "layers[2].targetShape");
  check_refused(changed([](auto& s) { s.layers[0].pool_size = {0, 2}; }), Errc::bad_value,
                "layers[0].poolSize");
  check_refused(changed([](auto& s) { s.layers[0].strides = {1, 0}; }), Errc::bad_value, "layers[0].strides");
  check_refused(changed([](auto& s) { s.layers[4].momentum = 2; }), Errc::bad_value, "layers[4].momentum");
  check_refused(changed([](auto& s) { s.layers[5].rate = 1; }), Errc::bad_value, "layers[5].rate");
  check_refused(changed([](auto& s) { s.layers[6].epsilon = 0; }), Errc::bad_value, "layers[6].epsilon");
  check_refused(changed([](auto& s) { s.layers[8].alpha = -1; }), Errc::bad_value, "layers[8].alpha");
  check_refused(changed([](auto& s) { s.layers[8].activation = Activation::relu; }), Errc::bad_spec,
                "layers[8].activation");
}

TEST_CASE("network: every kind of layer makes the layer of its name") {
  for (const LayerKind& kind : layer_kinds()) {
    LayerSpec spec;
    spec.type = kind.type;
    spec.name = "x_1";
    spec.target_shape = {2, 8};
    const bool is_dense = kind.type == LayerType::dense;
    auto layer = kind.make(spec, is_dense ? nw::core::Shape{16} : nw::core::Shape{4, 4, 1});
    CAPTURE(std::string(kind.name));
    REQUIRE(layer.ok());
    CHECK((*layer)->type() == kind.name);
    CHECK((*layer)->name() == "x_1");
    CHECK((*layer)->flops_per_row() > 0);
  }
}

TEST_CASE("network: too large is said with the bytes, before memory is taken") {
  const auto wide = [](std::vector<int> units) {
    return make_spec(65536, units, Activation::relu, Activation::linear, LossType::mean_squared_error);
  };
  for (const auto& units : {std::vector<int>{65536}, {32768, 1}, {6000, 1}, std::vector<int>(64, 20000)}) {
    const auto network = Network::build(wide(units));
    REQUIRE_FALSE(network.ok());
    CHECK(network.error().code == Errc::network_too_large);
    CHECK(network.error().expected == Network::kMaxBytes);
    CHECK(network.error().actual >= 4.0 * 65536 * std::min(units[0], 32768));
  }
  CHECK(Network::build(wide({100, 1})).ok());
}

TEST_CASE("network: the hash sees every weight and nothing else") {
  Bench bench(make_spec(3, {5, 2}, Activation::relu, Activation::linear, LossType::mean_squared_error));
  const auto before = bench.network.hash(bench.weights.data());
  std::vector<bool> is_weight(bench.weights.size(), false);
  for (const Parameter& parameter : bench.network.parameters()) {
    for (std::size_t i = 0; i < parameter.size(); ++i) is_weight[parameter.info->offset + i] = true;
  }
  for (std::size_t i = 0; i < bench.weights.size(); ++i) {
    const float kept = bench.weights[i];
    bench.weights[i] = kept + 1.0f;
    CHECK((bench.network.hash(bench.weights.data()) != before) == is_weight[i]);
    bench.weights[i] = kept;
  }
}
