#include "kernels/normalizations.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "simd/f32.hpp"

namespace nw::kernels {

using simd::F32, simd::kLanes;

namespace {

/// As a float; NaN stays NaN, and what is too large becomes the largest: its square root is of use still.
float finite_float(double value) noexcept {
  return static_cast<float>(std::min(value, double(std::numeric_limits<float>::max())));
}

/// The sum of term(c) over a row: four running sums, so that additions need not wait for one another.
template <class Term>
double row_sum(std::size_t cols, Term term) noexcept {
  constexpr std::size_t kSums = 4;
  double sums[kSums] = {};
  std::size_t c = 0;
  for (; c + kSums <= cols; c += kSums)
    for (std::size_t s = 0; s < kSums; ++s) sums[s] += term(c + s);
  for (std::size_t s = 0; c < cols; ++c, ++s) sums[s] += term(c);
  return (sums[0] + sums[2]) + (sums[1] + sums[3]);
}

/// A vector of one row's x_hat, the lanes beyond the row of no meaning.
F32 normalized(const Moments& moments, const float* x, std::size_t row, std::size_t c,
               std::size_t left) noexcept {
  const F32 value = simd::load_padded(x + c, left, 0.0f);
  if (moments.of_rows) return (value - F32(moments.mean[row])) * F32(moments.inverse[row]);
  return (value - simd::load_padded(moments.mean + c, left, 0.0f)) *
         simd::load_padded(moments.inverse + c, left, 0.0f);
}

}  // namespace

void column_moments(const float* x, std::size_t rows, std::size_t cols, std::size_t first, std::size_t count,
                    float* mean, float* variance) noexcept {
  assert(rows >= 1 && count <= kStripe && first + count <= cols);
  double means[kStripe] = {}, squares[kStripe] = {};
  for (std::size_t row = 0; row < rows; ++row) {
    const float* values = x + row * cols + first;
    for (std::size_t c = 0; c < count; ++c) means[c] += static_cast<double>(values[c]);
  }
  for (double& value : means) value /= static_cast<double>(rows);
  for (std::size_t row = 0; row < rows; ++row) {
    const float* values = x + row * cols + first;
    for (std::size_t c = 0; c < count; ++c) {
      const double distance = static_cast<double>(values[c]) - means[c];
      squares[c] += distance * distance;
    }
  }
  for (std::size_t c = 0; c < count; ++c) {
    mean[first + c] = static_cast<float>(means[c]);
    variance[first + c] = finite_float(squares[c] / static_cast<double>(rows));
  }
}

void row_moments(const float* x, std::size_t rows, std::size_t cols, float* mean, float* variance) noexcept {
  assert(cols >= 1);
  const auto size = static_cast<double>(cols);
  for (std::size_t row = 0; row < rows; ++row) {
    const float* values = x + row * cols;
    const double middle = row_sum(cols, [&](std::size_t c) { return static_cast<double>(values[c]); }) / size;
    const double squares = row_sum(cols, [&](std::size_t c) {
      const double distance = static_cast<double>(values[c]) - middle;
      return distance * distance;
    });
    mean[row] = static_cast<float>(middle);
    variance[row] = finite_float(squares / size);
  }
}

void inverse_deviations(const float* variance, float epsilon, float* inverse, std::size_t size) noexcept {
  for (std::size_t i = 0; i < size; i += kLanes) {
    const F32 sum = simd::load_padded(variance + i, size - i, 1.0f) + F32(epsilon);
    simd::store_partial(inverse + i, F32(1.0f) / simd::sqrt(sum), size - i);
  }
}

void normalize(const Moments& moments, const float* x, const float* gamma, const float* beta, float* y,
               std::size_t rows, std::size_t cols) noexcept {
  for (std::size_t row = 0; row < rows; ++row, x += cols, y += cols) {
    for (std::size_t c = 0; c < cols; c += kLanes) {
      const std::size_t left = cols - c;
      const F32 value =
          simd::mul_add(normalized(moments, x, row, c, left), simd::load_padded(gamma + c, left, 0.0f),
                        simd::load_padded(beta + c, left, 0.0f));
      simd::store_partial(y + c, value, left);
    }
  }
}

void parameter_gradients(const Moments& moments, const float* x, const float* d_y, std::size_t rows,
                         std::size_t cols, std::size_t first, std::size_t count, float* d_gamma,
                         float* d_beta) noexcept {
  assert(count <= kStripe && first + count <= cols);
  float mean[kStripe] = {}, inverse[kStripe] = {};
  double products[kStripe] = {}, sums[kStripe] = {};
  if (!moments.of_rows) {
    std::copy_n(moments.mean + first, count, mean);
    std::copy_n(moments.inverse + first, count, inverse);
  }
  for (std::size_t row = 0; row < rows; ++row) {
    if (moments.of_rows) {
      std::fill_n(mean, count, moments.mean[row]);
      std::fill_n(inverse, count, moments.inverse[row]);
    }
    const std::size_t at = row * cols + first;
    for (std::size_t c = 0; c < count; ++c) {
      const auto gradient = static_cast<double>(d_y[at + c]);
      products[c] += gradient * static_cast<double>((x[at + c] - mean[c]) * inverse[c]);
      sums[c] += gradient;
    }
  }
  for (std::size_t c = 0; c < count; ++c) {
    d_gamma[first + c] = static_cast<float>(products[c]);
    d_beta[first + c] = static_cast<float>(sums[c]);
  }
}

void batch_normalize_backward(const Moments& moments, const float* x, const float* d_y, const float* gamma,
                              const float* d_gamma, const float* d_beta, float share, float* d_x,
                              std::size_t rows, std::size_t cols) noexcept {
  assert(!moments.of_rows);
  for (std::size_t row = 0; row < rows; ++row, x += cols, d_y += cols, d_x += cols) {
    for (std::size_t c = 0; c < cols; c += kLanes) {
      const std::size_t left = cols - c;
      const auto of = [&](const float* values) { return simd::load_padded(values + c, left, 0.0f); };
      const F32 common = simd::mul_add(normalized(moments, x, row, c, left), of(d_gamma), of(d_beta));
      const F32 own = of(d_y) - F32(share) * common;
      simd::store_partial(d_x + c, of(gamma) * of(moments.inverse) * own, left);
    }
  }
}

void layer_normalize_backward(const Moments& moments, const float* x, const float* d_y, const float* gamma,
                              float* d_x, std::size_t rows, std::size_t cols) noexcept {
  assert(moments.of_rows);
  const F32 size(static_cast<float>(cols));
  for (std::size_t row = 0; row < rows; ++row, x += cols, d_y += cols, d_x += cols) {
    F32 sums(0.0f), products(0.0f);
    for (std::size_t c = 0; c < cols; c += kLanes) {
      const std::size_t left = cols - c;
      const F32 g = simd::load_padded(d_y + c, left, 0.0f) * simd::load_padded(gamma + c, left, 0.0f);
      sums += g;
      products = simd::mul_add(g, normalized(moments, x, row, c, left), products);  // g is 0 beyond the row
      simd::store_partial(d_x + c, g, left);
    }
    const F32 mean_g = F32(simd::sum(sums)) / size, mean_product = F32(simd::sum(products)) / size;
    const F32 inverse(moments.inverse[row]);
    for (std::size_t c = 0; c < cols; c += kLanes) {
      const std::size_t left = cols - c;
      const F32 own = simd::load_padded(d_x + c, left, 0.0f) - mean_g -
                      normalized(moments, x, row, c, left) * mean_product;
      simd::store_partial(d_x + c, inverse * own, left);
    }
  }
}

}  // namespace nw::kernels
