#include "model/losses.hpp"

#include "kernels/losses.hpp"

namespace nw::model {
namespace {

using In = std::span<const float>;
using layers::Stage;

double mean_squared(In out, In target, std::span<float> d_out, std::size_t) noexcept {
  return kernels::mean_squared_error(out, target, d_out);
}

double binary(In out, In target, std::span<float> d_out, std::size_t) noexcept {
  return kernels::sigmoid_cross_entropy(out, target, d_out);
}

double categorical(In out, In target, std::span<float> d_out, std::size_t units) noexcept {
  return kernels::softmax_cross_entropy(out, target, d_out, units);
}

constexpr Loss kLosses[] = {
    {LossType::mean_squared_error, "meanSquaredError", Stage::output, Activation::linear, mean_squared},
    {LossType::binary_crossentropy, "binaryCrossentropy", Stage::preactivation, Activation::sigmoid, binary},
    {LossType::categorical_crossentropy, "categoricalCrossentropy", Stage::preactivation, Activation::softmax,
     categorical},
};

}  // namespace

std::span<const Loss> losses() noexcept { return kLosses; }

const Loss& loss_of(LossType type) noexcept { return kLosses[static_cast<std::size_t>(type)]; }

}  // namespace nw::model
