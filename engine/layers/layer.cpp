#include "layers/layer.hpp"

namespace nw::layers {

std::size_t Layer::place_parameters(std::size_t offset) noexcept {
  for (ParameterInfo& parameter : parameters_) {
    parameter.offset = offset;
    const auto size = static_cast<std::size_t>(parameter.shape.size());
    offset += (size + kParameterAlign - 1) / kParameterAlign * kParameterAlign;
  }
  return offset;
}

}  // namespace nw::layers
