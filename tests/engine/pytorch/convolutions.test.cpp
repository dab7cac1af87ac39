#include <doctest/doctest.h>

#include "pytorch/nets.hpp"
#include "pytorch/vectors/convolutions.hpp"

using namespace nw::test;
using nw::model::LayerType;
using nw::model::Padding;

namespace {

/// The title of a run is that of its network here.
void check(const TorchRun& run) { check_against_torch(kConvolutionsVectors, run.net, run); }

}  // namespace

TEST_CASE("pytorch, convolutions: 60 steps lead to the same kernels") {
  SUBCASE("conv2d same, max pooling") {
    auto conv = conv2d("conv2d_1", 4, {3, 3}, Activation::relu);
    conv.padding = Padding::same;
    check(torch_images(
        "conv same", {conv, pooling(LayerType::max_pooling2d, "maxPooling2d_1", {2, 2}, {2, 2}), flatten()}));
  }
  SUBCASE("conv2d valid, two of them, strides, windows of max pooling that overlap") {
    auto second = conv2d("conv2d_2", 4, {2, 3}, Activation::relu);
    second.strides = {1, 2};
    check(torch_images("conv valid strides",
                       {conv2d("conv2d_1", 3, {3, 2}, Activation::tanh), second,
                        pooling(LayerType::max_pooling2d, "maxPooling2d_1", {2, 1}, {1, 1}), flatten()}));
  }
  SUBCASE("conv2d same and max pooling, twice, by adam: the network that learns digits") {
    auto first = conv2d("conv2d_1", 4, {3, 3}, Activation::relu);
    auto second = conv2d("conv2d_2", 5, {3, 3}, Activation::relu);
    first.padding = second.padding = Padding::same;
    TorchRun run = torch_images(
        "conv twice", {first, pooling(LayerType::max_pooling2d, "maxPooling2d_1", {2, 2}, {2, 2}), second,
                       pooling(LayerType::max_pooling2d, "maxPooling2d_2", {2, 2}, {2, 2}), flatten()});
    run.spec.optimizer = {OptimizerType::adam, 0.01};
    check(run);
  }
  SUBCASE("conv2d same with strides") {
    auto conv = conv2d("conv2d_1", 4, {3, 5}, Activation::relu);
    conv.padding = Padding::same;
    conv.strides = {2, 2};
    check(torch_images("conv same strides", {conv, flatten()}));
  }
  SUBCASE("conv2d with dilation") {
    auto conv = conv2d("conv2d_1", 4, {3, 2}, Activation::tanh);
    conv.dilation_rate = {2, 3};
    check(torch_images("conv dilation", {conv, flatten()}));
  }
  SUBCASE("depthwiseConv2d same, average pooling") {
    auto conv = conv2d("depthwiseConv2d_1", 1, {3, 3}, Activation::relu);
    conv.type = LayerType::depthwise_conv2d;
    conv.depth_multiplier = 2;
    conv.padding = Padding::same;
    check(torch_images(
        "depthwise",
        {conv, pooling(LayerType::average_pooling2d, "averagePooling2d_1", {2, 3}, {2, 3}), flatten()}));
  }
  SUBCASE("depthwiseConv2d valid with strides") {
    auto conv = conv2d("depthwiseConv2d_1", 1, {2, 3}, Activation::tanh);
    conv.type = LayerType::depthwise_conv2d;
    conv.depth_multiplier = 3;
    conv.strides = {2, 2};
    check(torch_images("depthwise strides", {conv, flatten()}));
  }
  SUBCASE("locallyConnected2d") {
    auto local = conv2d("locallyConnected2d_1", 2, {3, 4}, Activation::tanh);
    local.type = LayerType::locally_connected2d;
    local.strides = {3, 2};
    check(torch_images("locally connected", {local, flatten()}));
  }
  SUBCASE("max and average pooling with same padding") {
    check(torch_images(
        "pooling same",
        {conv2d("conv2d_1", 3, {2, 2}, Activation::relu),
         pooling(LayerType::max_pooling2d, "maxPooling2d_1", {2, 2}, {2, 2}, Padding::same),
         pooling(LayerType::average_pooling2d, "averagePooling2d_1", {2, 2}, {2, 2}, Padding::same),
         flatten()}));
  }
  SUBCASE("globalAveragePooling2d") {
    check(torch_images("global average",
                       {conv2d("conv2d_1", 5, {3, 3}, Activation::relu),
                        layer(LayerType::global_average_pooling2d, "globalAveragePooling2d_1")}));
  }
}
