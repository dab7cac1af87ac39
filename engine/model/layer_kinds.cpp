#include "model/layer_kinds.hpp"

#include <algorithm>
#include <cassert>
#include <iterator>

#include "layers/dense.hpp"

namespace nw::model {
namespace {

using Made = core::Result<std::unique_ptr<layers::Layer>>;

Made make_dense(const LayerSpec& spec, const core::Shape& input_shape) {
  return layers::Dense::make(spec.name, input_shape, spec.units, spec.activation);
}

constexpr LayerKind kKinds[] = {
    {LayerType::dense, "dense", make_dense},
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
