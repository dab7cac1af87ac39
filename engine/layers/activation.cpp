#include "layers/activation.hpp"

#include <algorithm>
#include <cassert>
#include <new>
#include <utility>

#include "layers/output_activation.hpp"

namespace nw::layers {

using kernels::Activation;

core::Result<std::unique_ptr<Layer>> ActivationLayer::make(std::string name, const core::Shape& input_shape,
                                                           Activation activation, double alpha) {
  using core::Errc, core::Error;
  if (!(alpha >= 0.0 && alpha <= kMaxAlpha))
    return Error{Errc::bad_value, "alpha", alpha > kMaxAlpha ? kMaxAlpha : 0.0, alpha};
  if (input_shape.rank() < 1) return Error{Errc::bad_spec, "inputShape", 1, 0};
  return owned(new (std::nothrow)
                   ActivationLayer(std::move(name), input_shape, activation, static_cast<float>(alpha)));
}

double ActivationLayer::flops_per_row() const noexcept {
  constexpr double kPerNumber = 30.0;  // an exponential forward, a few operations backward
  return kPerNumber * static_cast<double>(input_shape().size());
}

void ActivationLayer::forward(const float* /*params*/, const float* x, float* y, int batch,
                              const Context& context) const noexcept {
  assert(batch >= 1);
  std::copy_n(x, rows(batch) * cols(), y);
  if (context.stage == Stage::preactivation) return;
  activate_rows(activation_, alpha_, y, nullptr, rows(batch), cols(), context.pool);
}

void ActivationLayer::backward(const float* /*params*/, const float* x, const float* y, float* d_y,
                               float* d_x, float* /*d_params*/, int batch,
                               const Context& context) const noexcept {
  assert(batch >= 1);
  if (d_x == nullptr) return;
  std::copy_n(d_y, rows(batch) * cols(), d_x);
  if (context.stage == Stage::preactivation) return;
  const float* from = kernels::needs_preactivation(activation_) ? x : y;
  activate_rows_backward(activation_, alpha_, from, d_x, rows(batch), cols(), context.pool);
}

}  // namespace nw::layers
