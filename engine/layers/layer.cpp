#include "layers/layer.hpp"

namespace nw::layers {

core::Result<std::unique_ptr<Layer>> Layer::owned(Layer* layer) noexcept {
  if (layer == nullptr) return core::Error{core::Errc::out_of_memory, "layer", 0, sizeof(Layer)};
  return std::unique_ptr<Layer>(layer);
}

std::size_t Layer::place_parameters(std::size_t offset) noexcept {
  for (ParameterInfo& parameter : parameters_) {
    parameter.offset = offset;
    const auto size = static_cast<std::size_t>(parameter.shape.size());
    offset += (size + kParameterAlign - 1) / kParameterAlign * kParameterAlign;
  }
  return offset;
}

}  // namespace nw::layers
