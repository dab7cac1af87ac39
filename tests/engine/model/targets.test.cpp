#include "model/targets.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "model/make_spec.hpp"

using namespace nw::model;
using namespace nw::test;
using nw::core::Errc;
using Kind = TargetEncoding::Kind;

namespace {

NetworkSpec net(int units, Activation last, LossType loss) {
  return make_spec(2, {3, units}, Activation::relu, last, loss);
}

TargetEncoding fitted(const NetworkSpec& spec, const DataShape& data) {
  const auto network = Network::build(spec);
  REQUIRE(network.ok());
  const auto encoding = fit_targets(*network, data);
  REQUIRE(encoding.ok());
  return *encoding;
}

void check_refused(const NetworkSpec& spec, const DataShape& data, const std::string& field,
                   double expected) {
  const auto network = Network::build(spec);
  REQUIRE(network.ok());
  const auto encoding = fit_targets(*network, data);
  REQUIRE_FALSE(encoding.ok());
  CHECK(encoding.error().code == Errc::bad_spec);
  CHECK(std::string(encoding.error().field) == field);
  CHECK(encoding.error().expected == expected);
}

std::vector<float> encoded(const TargetEncoding& encoding, const std::vector<float>& targets) {
  std::vector<float> out(encoding.kind == Kind::numbers ? targets.size()
                                                        : targets.size() * std::size_t(encoding.units));
  encode_targets(encoding, targets, out);
  return out;
}

}  // namespace

TEST_CASE("targets: one-hot for a softmax, one unit a class") {
  const auto encoding = fitted(net(3, Activation::softmax, LossType::categorical_crossentropy), {2, 1, 3});
  CHECK(encoded(encoding, {2, 0, 1}) == std::vector<float>{0, 0, 1, 1, 0, 0, 0, 1, 0});
  CHECK(count_correct(encoding, std::vector<float>{-5, -4, -3, 0, 2, 1, 7, 8, 6},
                      encoded(encoding, {2, 0, 1})) == 2);
}

TEST_CASE("targets: 0 and 1 for a sigmoid with its cross-entropy; decided where the logit changes its sign") {
  const auto encoding = fitted(net(1, Activation::sigmoid, LossType::binary_crossentropy), {2, 1, 2});
  CHECK(encoded(encoding, {1, 0}) == std::vector<float>{1, 0});
  CHECK(count_correct(encoding, std::vector<float>{0.1f, 0.1f, -0.1f, -0.1f},
                      encoded(encoding, {1, 0, 1, 0})) == 2);
  CHECK(recognized_class(encoding, std::vector<float>{0.0f}) == 1);  // a probability of 0.5
}

TEST_CASE("targets: squared error with one unit wants what the activation can give") {
  for (const Activation symmetric : {Activation::tanh, Activation::linear}) {
    const auto encoding = fitted(net(1, symmetric, LossType::mean_squared_error), {2, 1, 2});
    CHECK(encoded(encoding, {1, 0}) == std::vector<float>{1, -1});
    CHECK(count_correct(encoding, std::vector<float>{0.2f, 0.2f, -0.2f}, encoded(encoding, {1, 0, 0})) == 2);
  }
  for (const Activation positive : {Activation::sigmoid, Activation::relu}) {
    const auto encoding = fitted(net(1, positive, LossType::mean_squared_error), {2, 1, 2});
    CHECK(encoded(encoding, {1, 0}) == std::vector<float>{1, 0});
    CHECK(count_correct(encoding, std::vector<float>{0.6f, 0.4f, 0.4f}, encoded(encoding, {1, 0, 1})) == 2);
  }
}

TEST_CASE("targets: squared error with several units is one-hot, and regression is taken as it is") {
  CHECK(encoded(fitted(net(2, Activation::tanh, LossType::mean_squared_error), {2, 1, 2}), {1}) ==
        std::vector<float>{0, 1});
  const auto numbers = fitted(net(2, Activation::linear, LossType::mean_squared_error), {2, 2, 0});
  CHECK(numbers.kind == Kind::numbers);
  CHECK(encoded(numbers, {0.5f, -3, 2, 7}) == std::vector<float>{0.5f, -3, 2, 7});
}

TEST_CASE(
    "targets: class indices are one-hot for a sparse cross-entropy, too; smoothing leaves targets alone") {
  auto spec = net(3, Activation::softmax, LossType::sparse_categorical_crossentropy);
  spec.loss_options.label_smoothing = 0.9;
  const auto encoding = fitted(spec, {2, 1, 3});
  CHECK(encoded(encoding, {2, 0}) == std::vector<float>{0, 0, 1, 1, 0, 0});
  CHECK(recognized_class(encoding, std::vector<float>{-1, 3, 3}) == 1);
  CHECK(recognized_class(fitted(net(1, Activation::tanh, LossType::huber), {2, 1, 2}),
                         std::vector<float>{-0.1f}) == 0);
  check_refused(net(2, Activation::softmax, LossType::sparse_categorical_crossentropy), {2, 1, 3},
                "layers[1].units", 3);
  check_refused(net(3, Activation::softmax, LossType::sparse_categorical_crossentropy), {2, 3, 0}, "loss", 0);
}

TEST_CASE("targets: rows that are distributions are taken as they are by the categorical cross-entropy") {
  const std::vector<float> rows{0, 0, 1, 0.2f, 0.5f, 0.3f};
  CHECK(are_distributions(rows, 3));
  CHECK_FALSE(are_distributions(rows, 2));
  CHECK_FALSE(are_distributions(std::vector<float>{1, 1}, 1));
  CHECK_FALSE(are_distributions(std::vector<float>{1.5f, -0.5f}, 2));
  CHECK(are_distributions(std::vector<float>{0.4995f, 0.5f}, 2));  // rounded where it was written
  CHECK_FALSE(are_distributions(std::vector<float>{0.505f, 0.5f}, 2));
  const DataShape data{2, 3, 0, true};
  const auto encoding = fitted(net(3, Activation::softmax, LossType::categorical_crossentropy), data);
  std::vector<float> out(rows.size());
  encode_targets(encoding, rows, out);
  CHECK(out == rows);
  CHECK(count_correct(encoding, std::vector<float>{1, 2, 3, 4, 1, 2}, out) == 1);
  check_refused(net(2, Activation::softmax, LossType::categorical_crossentropy), data, "layers[1].units", 3);
  check_refused(net(3, Activation::softmax, LossType::sparse_categorical_crossentropy), data, "loss", 0);
  check_refused(net(3, Activation::softmax, LossType::categorical_crossentropy), {2, 3, 0}, "loss", 0);
}

TEST_CASE("targets: what does not fit is refused at its place") {
  check_refused(net(3, Activation::softmax, LossType::categorical_crossentropy), {5, 1, 3}, "inputShape", 5);
  check_refused(net(2, Activation::softmax, LossType::categorical_crossentropy), {2, 1, 3}, "layers[1].units",
                3);
  check_refused(net(2, Activation::sigmoid, LossType::binary_crossentropy), {2, 1, 2}, "layers[1].units", 1);
  check_refused(net(1, Activation::sigmoid, LossType::binary_crossentropy), {2, 1, 3}, "loss", 2);
  check_refused(net(1, Activation::tanh, LossType::mean_squared_error), {2, 1, 3}, "layers[1].units", 3);
  check_refused(net(1, Activation::linear, LossType::mean_squared_error), {2, 2, 0}, "layers[1].units", 2);
  check_refused(net(1, Activation::sigmoid, LossType::binary_crossentropy), {2, 1, 0}, "loss", 0);
}
