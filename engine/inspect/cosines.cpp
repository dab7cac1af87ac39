#include "inspect/cosines.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <utility>

namespace nw::inspect {
namespace {

/// products[k] = sum_i w[i,j] w[i,k] for k >= j.
void products_of_column(std::span<const float> values, std::size_t cols, std::size_t column,
                        std::span<double> products) noexcept {
  std::fill(products.begin(), products.end(), 0.0);
  for (std::size_t row = 0; row < values.size(); row += cols) {
    const auto own = static_cast<double>(values[row + column]);
    for (std::size_t k = column; k < cols; ++k) products[k] += own * static_cast<double>(values[row + k]);
  }
}

}  // namespace

core::Result<Cosines> cosines_of(std::span<const float> values, std::int32_t units) noexcept {
  assert(units >= 1 && values.size() % std::size_t(units) == 0);
  if (units > kMaxCosineUnits)
    return core::Error{core::Errc::bad_value, "units", double(kMaxCosineUnits), double(units)};
  const auto cols = static_cast<std::size_t>(units);
  auto matrix = core::AlignedBuffer<float>::make(cols * cols, "cosines");
  if (!matrix) return matrix.error();
  auto memory = core::AlignedBuffer<double>::make(2 * cols, "cosines");
  if (!memory) return memory.error();
  const std::span<double> products = memory->span().first(cols), norms = memory->span().last(cols);
  for (std::size_t row = 0; row < values.size(); row += cols)
    for (std::size_t k = 0; k < cols; ++k)
      norms[k] += static_cast<double>(values[row + k]) * static_cast<double>(values[row + k]);
  for (double& norm : norms) norm = std::sqrt(norm);

  double magnitudes = 0.0;
  std::int64_t pairs = 0;
  for (std::size_t j = 0; j < cols; ++j) {
    products_of_column(values, cols, j, products);
    for (std::size_t k = j; k < cols; ++k) {
      double cosine = std::numeric_limits<double>::quiet_NaN();
      if (norms[j] > 0.0 && norms[k] > 0.0)  // rounding may leave the range by a little
        cosine = j == k ? 1.0 : std::clamp(products[k] / (norms[j] * norms[k]), -1.0, 1.0);
      (*matrix)[j * cols + k] = (*matrix)[k * cols + j] = static_cast<float>(cosine);
      if (j == k || std::isnan(cosine)) continue;
      magnitudes += std::fabs(cosine);
      ++pairs;
    }
  }
  Cosines made;
  made.units = units;
  made.matrix = std::move(matrix).value();
  made.mean_magnitude =
      pairs > 0 ? magnitudes / static_cast<double>(pairs) : std::numeric_limits<double>::quiet_NaN();
  return made;
}

}  // namespace nw::inspect
