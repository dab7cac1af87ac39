#include "model/layer_kinds.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

#include "layers/activation.hpp"
#include "layers/batch_normalization.hpp"
#include "layers/conv2d.hpp"
#include "layers/dense.hpp"
#include "layers/depthwise_conv2d.hpp"
#include "layers/dropout.hpp"
#include "layers/global_average_pooling2d.hpp"
#include "layers/layer_normalization.hpp"
#include "layers/locally_connected2d.hpp"
#include "layers/pooling2d.hpp"
#include "layers/reshape.hpp"

namespace nw::model {
namespace {

using Made = core::Result<std::unique_ptr<layers::Layer>>;

Made make_dense(const LayerSpec& spec, const core::Shape& input_shape) {
  return layers::Dense::make(spec.name, input_shape, spec.units, spec.activation);
}

layers::ConvOptions windows_of(const LayerSpec& spec) noexcept {
  return {spec.kernel_size, spec.strides, spec.dilation_rate, spec.padding == Padding::same};
}

Made make_conv2d(const LayerSpec& spec, const core::Shape& input_shape) {
  return layers::Conv2d::make(spec.name, input_shape, spec.filters, windows_of(spec), spec.activation);
}

Made make_depthwise_conv2d(const LayerSpec& spec, const core::Shape& input_shape) {
  return layers::DepthwiseConv2d::make(spec.name, input_shape, spec.depth_multiplier, windows_of(spec),
                                       spec.activation);
}

Made make_locally_connected2d(const LayerSpec& spec, const core::Shape& input_shape) {
  layers::ConvOptions windows = windows_of(spec);
  windows.dilation_rate = {1, 1};  // a field that this type does not read
  return layers::LocallyConnected2d::make(spec.name, input_shape, spec.filters, windows, spec.activation);
}

layers::PoolingWindows pools_of(const LayerSpec& spec) {
  return {spec.pool_size, spec.strides, spec.padding == Padding::same};
}

Made make_max_pooling(const LayerSpec& spec, const core::Shape& input_shape) {
  return layers::Pooling2d::make(spec.name, input_shape, layers::PoolingKind::maximum, pools_of(spec));
}

Made make_average_pooling(const LayerSpec& spec, const core::Shape& input_shape) {
  return layers::Pooling2d::make(spec.name, input_shape, layers::PoolingKind::average, pools_of(spec));
}

Made make_global_average_pooling(const LayerSpec& spec, const core::Shape& input_shape) {
  return layers::GlobalAveragePooling2d::make(spec.name, input_shape);
}

Made make_flatten(const LayerSpec& spec, const core::Shape& input_shape) {
  return layers::Reshape::make_flatten(spec.name, input_shape);
}

Made make_reshape(const LayerSpec& spec, const core::Shape& input_shape) {
  return layers::Reshape::make(spec.name, input_shape, spec.target_shape);
}

Made make_dropout(const LayerSpec& spec, const core::Shape& input_shape) {
  return layers::Dropout::make(spec.name, input_shape, spec.rate);
}

Made make_batch_normalization(const LayerSpec& spec, const core::Shape& input_shape) {
  return layers::BatchNormalization::make(spec.name, input_shape, spec.momentum, spec.epsilon);
}

Made make_layer_normalization(const LayerSpec& spec, const core::Shape& input_shape) {
  return layers::LayerNormalization::make(spec.name, input_shape, spec.epsilon);
}

Made make_activation(const LayerSpec& spec, const core::Shape& input_shape) {
  return layers::ActivationLayer::make(spec.name, input_shape, spec.activation, spec.alpha);
}

constexpr LayerKind kKinds[] = {
    {LayerType::dense, "dense", make_dense},
    {LayerType::conv2d, "conv2d", make_conv2d},
    {LayerType::depthwise_conv2d, "depthwiseConv2d", make_depthwise_conv2d},
    {LayerType::locally_connected2d, "locallyConnected2d", make_locally_connected2d},
    {LayerType::max_pooling2d, "maxPooling2d", make_max_pooling},
    {LayerType::average_pooling2d, "averagePooling2d", make_average_pooling},
    {LayerType::global_average_pooling2d, "globalAveragePooling2d", make_global_average_pooling},
    {LayerType::flatten, "flatten", make_flatten},
    {LayerType::reshape, "reshape", make_reshape},
    {LayerType::dropout, "dropout", make_dropout},
    {LayerType::batch_normalization, "batchNormalization", make_batch_normalization},
    {LayerType::layer_normalization, "layerNormalization", make_layer_normalization},
    {LayerType::activation, "activation", make_activation},
};

}  // namespace

std::span<const LayerKind> layer_kinds() noexcept { return kKinds; }

const LayerKind& layer_kind_of(LayerType type) noexcept {
  const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const LayerKind& kind) { return kind.type == type; });
  assert(found != std::end(kKinds));
  return *found;
}

}  // namespace nw::model
