#pragma once

#include <span>

#include "layers/layer.hpp"
#include "model/spec.hpp"

namespace nw::model {

/// One loss: its name in the spec, what it takes from the last layer, and how it is computed. A new one is a
/// kernel and a line in losses.cpp.
struct Loss {
  LossType type;
  const char* name;
  /// A cross-entropy is fused with the activation that it needs, and takes what goes into it; others take the
  /// output.
  layers::Stage stage;
  Activation fused_activation;  // read with Stage::preactivation only

  /// The mean over the batch, and its gradient when d_out is not empty. In double, in a fixed order.
  ///
  /// Shapes   out, target, d_out: [batch, units].
  double (*evaluate)(std::span<const float> out, std::span<const float> target, std::span<float> d_out,
                     std::size_t units, const LossOptions& options) noexcept;
};

/// All of them, in the order of LossType.
std::span<const Loss> losses() noexcept;
const Loss& loss_of(LossType type) noexcept;

}  // namespace nw::model
