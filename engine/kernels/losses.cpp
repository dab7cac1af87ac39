#include "kernels/losses.hpp"

#include <cassert>
#include <cmath>

#include "kernels/row_max.hpp"
#include "simd/math.hpp"

namespace nw::kernels {

using simd::F32, simd::kInfinity, simd::kLanes;

namespace {

/// Adds term(lane) of the first `count` lanes to `total`, one after the other.
template <class Term>
double add_lanes(double total, F32 values, std::size_t count, Term term) noexcept {
  float lanes[kLanes];
  simd::store(lanes, values);
  for (std::size_t lane = 0; lane < kLanes && lane < count; ++lane)
    total += term(static_cast<double>(lanes[lane]));
  return total;
}

/// A loss that is a mean of terms of the error y - t: `term` of the error in double, `slope` of four errors.
template <class Term, class Slope>
double mean_of_errors(std::span<const float> y, std::span<const float> target, std::span<float> d_y,
                      Term term, Slope slope) noexcept {
  const std::size_t size = y.size();
  assert(size >= 1 && target.size() == size && (d_y.empty() || d_y.size() == size));
  double total = 0;
  for (std::size_t i = 0; i < size; i += kLanes) {
    const std::size_t left = size - i;
    const F32 error =
        simd::load_padded(y.data() + i, left, 0.0f) - simd::load_padded(target.data() + i, left, 0.0f);
    total = add_lanes(total, error, left, term);
    if (!d_y.empty()) simd::store_partial(d_y.data() + i, slope(error), left);
  }
  return total / static_cast<double>(size);
}

// Squared in double: exact, and a large error does not overflow before its weight does.
constexpr auto kSquare = [](double e) { return e * e; };

/// Targets smoothed: t (1 - s) + s / classes.
struct Smoothing {
  F32 keep, spread;

  Smoothing(double amount, double classes) noexcept
      : keep(static_cast<float>(1.0 - amount)), spread(static_cast<float>(amount / classes)) {
    assert(amount >= 0.0 && amount < 1.0);
  }
  F32 operator()(F32 target) const noexcept { return target * keep + spread; }
};

}  // namespace

double mean_squared_error(std::span<const float> y, std::span<const float> target,
                          std::span<float> d_y) noexcept {
  const F32 scale(2.0f / static_cast<float>(y.size()));
  return mean_of_errors(y, target, d_y, kSquare, [=](F32 error) { return scale * error; });
}

double half_squared_error(std::span<const float> y, std::span<const float> target,
                          std::span<float> d_y) noexcept {
  const F32 scale(1.0f / static_cast<float>(y.size()));
  return 0.5 * mean_of_errors(y, target, d_y, kSquare, [=](F32 error) { return scale * error; });
}

double mean_absolute_error(std::span<const float> y, std::span<const float> target,
                           std::span<float> d_y) noexcept {
  const F32 scale(1.0f / static_cast<float>(y.size()));
  return mean_of_errors(
      y, target, d_y, [](double e) { return std::fabs(e); },
      [=](F32 error) { return scale * simd::sign(error); });
}

double huber_loss(std::span<const float> y, std::span<const float> target, std::span<float> d_y,
                  double delta) noexcept {
  assert(delta > 0.0);
  const F32 scale(1.0f / static_cast<float>(y.size()));
  const F32 bend(static_cast<float>(delta));
  return mean_of_errors(
      y, target, d_y,
      [=](double e) {
        const double size = std::fabs(e);
        return size <= delta ? 0.5 * e * e : delta * (size - 0.5 * delta);
      },
      [=](F32 error) { return scale * simd::clip(error, -bend, bend); });
}

double sigmoid_cross_entropy(std::span<const float> logits, std::span<const float> target,
                             std::span<float> d_logits, double smoothing) noexcept {
  const std::size_t size = logits.size();
  assert(size >= 1 && target.size() == size && (d_logits.empty() || d_logits.size() == size));
  const F32 zero(0.0f), scale(1.0f / static_cast<float>(size));
  const Smoothing smoothed(smoothing, 2.0);
  double total = 0;
  for (std::size_t i = 0; i < size; i += kLanes) {
    const std::size_t left = size - i;
    const F32 z = simd::load_padded(logits.data() + i, left, 0.0f);
    const F32 t = smoothed(simd::load_padded(target.data() + i, left, 0.0f));
    // e^-|z| is at most 1, so nothing overflows, and log1p keeps the small losses of good predictions.
    const F32 loss = simd::max(z, zero) - z * t + simd::log1p(simd::exp(-simd::abs(z)));
    total = add_lanes(total, loss, left, [](double term) { return term; });
    if (!d_logits.empty()) simd::store_partial(d_logits.data() + i, (simd::sigmoid(z) - t) * scale, left);
  }
  return total / static_cast<double>(size);
}

double softmax_cross_entropy(std::span<const float> logits, std::span<const float> target,
                             std::span<float> d_logits, std::size_t cols, double smoothing) noexcept {
  const std::size_t size = logits.size();
  assert(cols >= 1 && size >= cols && size % cols == 0 && target.size() == size);
  assert(d_logits.empty() || d_logits.size() == size);
  const std::size_t rows = size / cols;
  const F32 row_share(1.0f / static_cast<float>(rows));
  const Smoothing smoothed(smoothing, static_cast<double>(cols));
  double total = 0;
  for (std::size_t row = 0; row < size; row += cols) {
    const float* z = logits.data() + row;
    const float* t = target.data() + row;
    float* d = d_logits.empty() ? nullptr : d_logits.data() + row;
    const float shift = row_max(z, cols);
    F32 exponentials(0.0f), distances(0.0f);
    for (std::size_t c = 0; c < cols; c += kLanes) {
      const std::size_t left = cols - c;
      const F32 e = simd::exp(simd::load_padded(z + c, left, -kInfinity) - F32(shift));
      exponentials += e;
      // Padded with the shift and not with -inf: 0 * -inf would be NaN.
      const F32 distance = simd::load_padded(z + c, left, shift) - F32(shift);
      distances += smoothed(simd::load_padded(t + c, left, 0.0f)) * distance;
      if (d != nullptr) simd::store_partial(d + c, e, left);  // after both loads: d may be z
    }
    const float total_exp = simd::sum(exponentials);
    total += static_cast<double>(simd::log1(total_exp)) - static_cast<double>(simd::sum(distances));
    if (d == nullptr) continue;
    const F32 scale(1.0f / total_exp);
    for (std::size_t c = 0; c < cols; c += kLanes) {
      const std::size_t left = cols - c;
      const F32 p = simd::load_padded(d + c, left, 0.0f) * scale;
      simd::store_partial(d + c, (p - smoothed(simd::load_padded(t + c, left, 0.0f))) * row_share, left);
    }
  }
  return total / static_cast<double>(rows);
}

}  // namespace nw::kernels
