#pragma once

#include <memory>
#include <span>

#include "core/result.hpp"
#include "layers/layer.hpp"
#include "model/spec.hpp"

namespace nw::model {

/// One type of layer: how it is made from the spec. A new type is a file pair in layers/, a line in layer_kinds.cpp, and
/// its name in names.hpp.
struct LayerKind {
  LayerType type;
  core::Result<std::unique_ptr<layers::Layer>> (*make)(const LayerSpec& spec, const core::Shape& input_shape);
};

/// All of them, in the order of LayerType.
std::span<const LayerKind> layer_kinds() noexcept;

}  // namespace nw::model
