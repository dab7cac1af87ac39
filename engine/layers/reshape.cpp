#include "layers/reshape.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <new>
#include <utility>

namespace nw::layers {

using core::Errc, core::Error, core::Shape;

core::Result<std::unique_ptr<Layer>> Reshape::make(std::string name, const Shape& input_shape,
                                                   std::span<const int> target) {
  constexpr int kMostSizes = Shape::kMaxRank - 1;  // the batch is one more
  if (target.empty() || target.size() > kMostSizes)
    return Error{Errc::bad_spec, "targetShape", kMostSizes, static_cast<double>(target.size())};
  Shape shape;
  double numbers = 1.0;  // in double: three sizes may be more than 64 bits hold
  for (const int size : target) {
    shape.push_back(std::max(size, 0));
    numbers *= std::max(size, 0);
  }
  const auto given = static_cast<double>(input_shape.size());
  if (numbers != given) return Error{Errc::bad_spec, "targetShape", given, numbers};
  return owned(new (std::nothrow) Reshape("reshape", std::move(name), input_shape, shape));
}

core::Result<std::unique_ptr<Layer>> Reshape::make_flatten(std::string name, const Shape& input_shape) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max();
  const std::int64_t numbers = input_shape.size();
  if (numbers > kMost) {
    return Error{Errc::network_too_large, "inputShape", double(kMost) * sizeof(float),
                 double(numbers) * sizeof(float)};
  }
  const Shape row{static_cast<std::int32_t>(numbers)};
  return owned(new (std::nothrow) Reshape("flatten", std::move(name), input_shape, row));
}

double Reshape::flops_per_row() const noexcept { return static_cast<double>(input_shape().size()); }

void Reshape::forward(const float* /*params*/, const float* x, float* y, int batch,
                      const Context& /*context*/) const noexcept {
  copy(x, y, batch);
}

void Reshape::backward(const float* /*params*/, const float* /*x*/, const float* /*y*/, float* d_y,
                       float* d_x, float* /*d_params*/, int batch,
                       const Context& /*context*/) const noexcept {
  if (d_x != nullptr) copy(d_y, d_x, batch);
}

void Reshape::copy(const float* from, float* to, int batch) const noexcept {
  assert(batch >= 1);
  std::copy_n(from, static_cast<std::size_t>(batch) * static_cast<std::size_t>(input_shape().size()), to);
}

}  // namespace nw::layers
