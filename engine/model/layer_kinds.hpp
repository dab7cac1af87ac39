#pragma once

#include <memory>
#include <span>

#include "core/result.hpp"
#include "layers/layer.hpp"
#include "model/spec.hpp"

namespace nw::model {

/// One type of layer: its name in the spec, and how it is made from one. A new type is a file pair in layers/
/// and a line in layer_kinds.cpp.
struct LayerKind {
  LayerType type;
  const char* name;
  core::Result<std::unique_ptr<layers::Layer>> (*make)(const LayerSpec& spec, const core::Shape& input_shape);
};

std::span<const LayerKind> layer_kinds() noexcept;

/// Needs    a type of the table. Asserted.
const LayerKind& layer_kind_of(LayerType type) noexcept;

}  // namespace nw::model
