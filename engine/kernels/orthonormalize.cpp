#include "kernels/orthonormalize.hpp"

#include <cassert>
#include <cmath>

namespace nw::kernels {
namespace {

/// Vectors that lie in a matrix as its columns or as its rows.
struct Vectors {
  float* data;
  std::size_t length, count;
  std::size_t element_stride, vector_stride;

  float& at(std::size_t element, std::size_t vector) const noexcept {
    return data[element * element_stride + vector * vector_stride];
  }
};

double squared_norm(const Vectors& v, std::size_t vector) noexcept {
  double sum = 0.0;
  for (std::size_t i = 0; i < v.length; ++i) {
    const auto value = static_cast<double>(v.at(i, vector));
    sum += value * value;
  }
  return sum;
}

/// Takes away from a vector what it shares with those before it, which are orthonormal.
void project(const Vectors& v, std::size_t vector) noexcept {
  double shares[kMaxOrthonormal] = {};
  for (std::size_t i = 0; i < v.length; ++i) {
    const auto value = static_cast<double>(v.at(i, vector));
    for (std::size_t k = 0; k < vector; ++k) shares[k] += static_cast<double>(v.at(i, k)) * value;
  }
  for (std::size_t i = 0; i < v.length; ++i) {
    double value = v.at(i, vector);
    for (std::size_t k = 0; k < vector; ++k) value -= shares[k] * static_cast<double>(v.at(i, k));
    v.at(i, vector) = static_cast<float>(value);
  }
}

void scale(const Vectors& v, std::size_t vector, double factor) noexcept {
  for (std::size_t i = 0; i < v.length; ++i)
    v.at(i, vector) = static_cast<float>(static_cast<double>(v.at(i, vector)) * factor);
}

/// True when a vector was left that does not depend on those before it; then it has the length 1.
bool make_orthonormal(const Vectors& v, std::size_t vector) noexcept {
  constexpr double kHardlyLess = 0.98;  // of a squared length of 1: the rest of the error is rounding
  constexpr double kRounding = 1e-10;   // a squared length that only rounding has left
  constexpr int kMostPasses = 5;
  const double before = squared_norm(v, vector);
  if (!(before > 0.0)) return false;
  scale(v, vector, 1.0 / std::sqrt(before));
  for (int pass = 0; pass < kMostPasses; ++pass) {
    project(v, vector);
    const double left = squared_norm(v, vector);
    if (!(left > kRounding)) return false;
    scale(v, vector, 1.0 / std::sqrt(left));
    if (left > kHardlyLess) return true;
  }
  return true;
}

}  // namespace

void orthonormalize(std::span<float> matrix, std::size_t rows, std::size_t cols) noexcept {
  assert(rows >= 1 && cols >= 1 && matrix.size() == rows * cols);
  const Vectors v = rows >= cols ? Vectors{matrix.data(), rows, cols, cols, 1}
                                 : Vectors{matrix.data(), cols, rows, 1, cols};
  assert(v.count <= kMaxOrthonormal);
  for (std::size_t vector = 0; vector < v.count; ++vector) {
    // Of the first vector + 1 unit vectors at least one does not depend on the `vector` ones that are there.
    for (std::size_t unit = vector; !make_orthonormal(v, vector); unit = (unit + 1) % v.length) {
      for (std::size_t i = 0; i < v.length; ++i) v.at(i, vector) = i == unit ? 1.0f : 0.0f;
    }
  }
}

}  // namespace nw::kernels
