#include "model/layer_kinds.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

#include "layers/conv2d.hpp"
#include "layers/dense.hpp"
#include "layers/depthwise_conv2d.hpp"
#include "layers/locally_connected2d.hpp"

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

constexpr LayerKind kKinds[] = {
    {LayerType::dense, "dense", make_dense},
    {LayerType::conv2d, "conv2d", make_conv2d},
    {LayerType::depthwise_conv2d, "depthwiseConv2d", make_depthwise_conv2d},
    {LayerType::locally_connected2d, "locallyConnected2d", make_locally_connected2d},
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
