#include "layers/batch_normalization.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <new>
#include <utility>

#include "layers/output_activation.hpp"
#include "parallel/parallel_for.hpp"

namespace nw::layers {

using core::Errc, core::Error;
using kernels::kStripe;

namespace {

constexpr std::size_t kGamma = 0, kBeta = 1, kMovingMean = 2, kMovingVariance = 3;  // places in parameters()

/// A step of a running average in double: exact enough that it does not drift, and never beyond the floats.
float moved(float running, double momentum, double batch) noexcept {
  constexpr double kLargest = std::numeric_limits<float>::max();
  return static_cast<float>(std::min(momentum * double(running) + (1.0 - momentum) * batch, kLargest));
}

}  // namespace

core::Result<std::unique_ptr<Layer>> BatchNormalization::make(std::string name,
                                                              const core::Shape& input_shape, double momentum,
                                                              double epsilon) {
  if (!(momentum >= 0.0 && momentum <= 1.0))
    return Error{Errc::bad_value, "momentum", momentum > 1.0 ? 1.0 : 0.0, momentum};
  if (!(epsilon >= kSmallestEpsilon && epsilon <= kLargestEpsilon)) {
    return Error{Errc::bad_value, "epsilon", epsilon > kLargestEpsilon ? kLargestEpsilon : kSmallestEpsilon,
                 epsilon};
  }
  if (input_shape.rank() < 1) return Error{Errc::bad_spec, "inputShape", 1, 0};
  return owned(new (std::nothrow) BatchNormalization(std::move(name), input_shape, momentum, epsilon));
}

BatchNormalization::BatchNormalization(std::string name, const core::Shape& input_shape, double momentum,
                                       double epsilon)
    : Layer(std::move(name), input_shape, input_shape),
      momentum_(momentum),
      epsilon_(static_cast<float>(epsilon)) {
  const auto size = static_cast<std::int32_t>(channels());
  add_parameter("gamma", {size}, size, size, Role::scale, 1.0f);
  add_parameter("beta", {size}, size, size, Role::bias);
  add_parameter("moving_mean", {size}, size, size, Role::statistic, 0.0f);
  add_parameter("moving_variance", {size}, size, size, Role::statistic, 1.0f);
}

double BatchNormalization::flops_per_row() const noexcept {
  return 25.0 * static_cast<double>(input_shape().size());
}

// In a training pass the cache holds mean, inverse and variance of the batch, in this order.
kernels::Moments BatchNormalization::moments(const float* params, const Context& context) const noexcept {
  if (context.training) return {context.cache.data(), context.cache.data() + channels(), false};
  float* inverse = context.scratch.data();
  kernels::inverse_deviations(params + parameters()[kMovingVariance].offset, epsilon_, inverse, channels());
  return {params + parameters()[kMovingMean].offset, inverse, false};
}

void BatchNormalization::forward(const float* params, const float* x, float* y, int batch,
                                 const Context& context) const noexcept {
  assert(batch >= 1);
  const std::size_t cols = channels(), count = rows(batch);
  if (context.training) {
    float* mean = context.cache.data();
    float *inverse = mean + cols, *variance = inverse + cols;
    parallel::parallel_for(context.pool, cols, kStripe, [&](std::size_t begin, std::size_t end) {
      kernels::column_moments(x, count, cols, begin, end - begin, mean, variance);
    });
    kernels::inverse_deviations(variance, epsilon_, inverse, cols);
  }
  const kernels::Moments by = moments(params, context);
  const float *gamma = params + parameters()[kGamma].offset, *beta = params + parameters()[kBeta].offset;
  parallel::parallel_for(context.pool, count, rows_a_chunk(cols), [&](std::size_t begin, std::size_t end) {
    kernels::normalize(by, x + begin * cols, gamma, beta, y + begin * cols, end - begin, cols);
  });
}

void BatchNormalization::backward(const float* params, const float* x, const float* /*y*/, float* d_y,
                                  float* d_x, float* d_params, int batch,
                                  const Context& context) const noexcept {
  assert(batch >= 1);
  const std::size_t cols = channels(), count = rows(batch);
  const kernels::Moments by = moments(params, context);
  float *d_gamma = d_params + parameters()[kGamma].offset, *d_beta = d_params + parameters()[kBeta].offset;
  parallel::parallel_for(context.pool, cols, kStripe, [&](std::size_t begin, std::size_t end) {
    kernels::parameter_gradients(by, x, d_y, count, cols, begin, end - begin, d_gamma, d_beta);
  });
  std::fill_n(d_params + parameters()[kMovingMean].offset, cols, 0.0f);
  std::fill_n(d_params + parameters()[kMovingVariance].offset, cols, 0.0f);

  if (d_x == nullptr) return;
  const float* gamma = params + parameters()[kGamma].offset;
  const float share = context.training ? 1.0f / static_cast<float>(count) : 0.0f;
  parallel::parallel_for(context.pool, count, rows_a_chunk(cols), [&](std::size_t begin, std::size_t end) {
    kernels::batch_normalize_backward(by, x + begin * cols, d_y + begin * cols, gamma, d_gamma, d_beta, share,
                                      d_x + begin * cols, end - begin, cols);
  });
}

void BatchNormalization::keep_statistics(float* params, int batch,
                                         std::span<const float> cache) const noexcept {
  const std::size_t cols = channels(), count = rows(batch);
  const float *batch_mean = cache.data(), *batch_variance = cache.data() + 2 * cols;
  float* mean = params + parameters()[kMovingMean].offset;
  float* variance = params + parameters()[kMovingVariance].offset;
  const double unbiased = static_cast<double>(count) / static_cast<double>(count - (count > 1 ? 1 : 0));
  for (std::size_t c = 0; c < cols; ++c) {
    mean[c] = moved(mean[c], momentum_, double(batch_mean[c]));
    if (count > 1) variance[c] = moved(variance[c], momentum_, unbiased * double(batch_variance[c]));
  }
}

}  // namespace nw::layers
