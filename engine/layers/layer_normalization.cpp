#include "layers/layer_normalization.hpp"

#include <cassert>
#include <new>
#include <utility>

#include "kernels/normalizations.hpp"
#include "layers/batch_normalization.hpp"
#include "layers/output_activation.hpp"
#include "parallel/parallel_for.hpp"

namespace nw::layers {

using core::Errc, core::Error;

namespace {

constexpr std::size_t kGamma = 0, kBeta = 1;  // places in parameters()

}  // namespace

core::Result<std::unique_ptr<Layer>> LayerNormalization::make(std::string name,
                                                              const core::Shape& input_shape,
                                                              double epsilon) {
  constexpr double kSmallest = BatchNormalization::kSmallestEpsilon;
  constexpr double kLargest = BatchNormalization::kLargestEpsilon;
  if (!(epsilon >= kSmallest && epsilon <= kLargest))
    return Error{Errc::bad_value, "epsilon", epsilon > kLargest ? kLargest : kSmallest, epsilon};
  if (input_shape.rank() < 1) return Error{Errc::bad_spec, "inputShape", 1, 0};
  return owned(new (std::nothrow) LayerNormalization(std::move(name), input_shape, epsilon));
}

LayerNormalization::LayerNormalization(std::string name, const core::Shape& input_shape, double epsilon)
    : Layer(std::move(name), input_shape, input_shape), epsilon_(static_cast<float>(epsilon)) {
  const auto size = static_cast<std::int32_t>(cols());
  add_parameter("gamma", {size}, size, size, Role::scale, 1.0f);
  add_parameter("beta", {size}, size, size, Role::bias);
}

double LayerNormalization::flops_per_row() const noexcept {
  return 30.0 * static_cast<double>(input_shape().size());
}

void LayerNormalization::forward(const float* params, const float* x, float* y, int batch,
                                 const Context& context) const noexcept {
  assert(batch >= 1);
  const float *gamma = params + parameters()[kGamma].offset, *beta = params + parameters()[kBeta].offset;
  float *mean = context.scratch.data(), *inverse = mean + rows(batch);
  parallel::parallel_for(
      context.pool, rows(batch), rows_a_chunk(cols()), [&](std::size_t begin, std::size_t end) {
        const std::size_t at = begin * cols(), count = end - begin;
        kernels::row_moments(x + at, count, cols(), mean + begin, inverse + begin);
        kernels::inverse_deviations(inverse + begin, epsilon_, inverse + begin, count);
        kernels::normalize({mean + begin, inverse + begin, true}, x + at, gamma, beta, y + at, count, cols());
      });
}

// The moments are taken again: two cheap passes, where a cache would have to be kept for each row.
void LayerNormalization::backward(const float* params, const float* x, const float* /*y*/, float* d_y,
                                  float* d_x, float* d_params, int batch,
                                  const Context& context) const noexcept {
  assert(batch >= 1);
  const float* gamma = params + parameters()[kGamma].offset;
  float *mean = context.scratch.data(), *inverse = mean + rows(batch);
  parallel::parallel_for(context.pool, rows(batch), rows_a_chunk(cols()),
                         [&](std::size_t begin, std::size_t end) {
                           const std::size_t at = begin * cols(), count = end - begin;
                           kernels::row_moments(x + at, count, cols(), mean + begin, inverse + begin);
                           kernels::inverse_deviations(inverse + begin, epsilon_, inverse + begin, count);
                           if (d_x == nullptr) return;
                           kernels::layer_normalize_backward({mean + begin, inverse + begin, true}, x + at,
                                                             d_y + at, gamma, d_x + at, count, cols());
                         });
  float *d_gamma = d_params + parameters()[kGamma].offset, *d_beta = d_params + parameters()[kBeta].offset;
  parallel::parallel_for(context.pool, cols(), kernels::kStripe, [&](std::size_t begin, std::size_t end) {
    kernels::parameter_gradients({mean, inverse, true}, x, d_y, rows(batch), cols(), begin, end - begin,
                                 d_gamma, d_beta);
  });
}

}  // namespace nw::layers
