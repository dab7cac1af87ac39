#include "model/losses.hpp"

#include "kernels/losses.hpp"

namespace nw::model {
namespace {

using In = std::span<const float>;
using layers::Stage;

using Out = std::span<float>;
using Options = LossOptions;

double mean_squared(In out, In target, Out d_out, std::size_t, const Options&) noexcept {
  return kernels::mean_squared_error(out, target, d_out);
}

double half_squared(In out, In target, Out d_out, std::size_t, const Options&) noexcept {
  return kernels::half_squared_error(out, target, d_out);
}

double mean_absolute(In out, In target, Out d_out, std::size_t, const Options&) noexcept {
  return kernels::mean_absolute_error(out, target, d_out);
}

double huber(In out, In target, Out d_out, std::size_t, const Options& options) noexcept {
  return kernels::huber_loss(out, target, d_out, options.delta);
}

double binary(In out, In target, Out d_out, std::size_t, const Options& options) noexcept {
  return kernels::sigmoid_cross_entropy(out, target, d_out, options.label_smoothing);
}

double categorical(In out, In target, Out d_out, std::size_t units, const Options& options) noexcept {
  return kernels::softmax_cross_entropy(out, target, d_out, units, options.label_smoothing);
}

constexpr Loss kLosses[] = {
    {LossType::mean_squared_error, "meanSquaredError", Stage::output, Activation::linear, mean_squared},
    {LossType::binary_crossentropy, "binaryCrossentropy", Stage::preactivation, Activation::sigmoid, binary},
    {LossType::categorical_crossentropy, "categoricalCrossentropy", Stage::preactivation, Activation::softmax,
     categorical},
    {LossType::half_squared_error, "halfSquaredError", Stage::output, Activation::linear, half_squared},
    {LossType::mean_absolute_error, "meanAbsoluteError", Stage::output, Activation::linear, mean_absolute},
    {LossType::huber, "huber", Stage::output, Activation::linear, huber},
    {LossType::sparse_categorical_crossentropy, "sparseCategoricalCrossentropy", Stage::preactivation,
     Activation::softmax, categorical},
};

}  // namespace

std::span<const Loss> losses() noexcept { return kLosses; }

const Loss& loss_of(LossType type) noexcept { return kLosses[static_cast<std::size_t>(type)]; }

}  // namespace nw::model
