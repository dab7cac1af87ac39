#include "layers/global_average_pooling2d.hpp"

#include <algorithm>
#include <cassert>
#include <new>
#include <utility>

#include "kernels/reductions.hpp"
#include "layers/output_activation.hpp"
#include "parallel/parallel_for.hpp"

namespace nw::layers {

core::Result<std::unique_ptr<Layer>> GlobalAveragePooling2d::make(std::string name,
                                                                  const core::Shape& input_shape) {
  constexpr int kRank = 3;
  if (input_shape.rank() != kRank)
    return core::Error{core::Errc::bad_spec, "inputShape", kRank, static_cast<double>(input_shape.rank())};
  return owned(new (std::nothrow) GlobalAveragePooling2d(std::move(name), input_shape));
}

GlobalAveragePooling2d::GlobalAveragePooling2d(std::string name, const core::Shape& input_shape)
    : Layer(std::move(name), input_shape, core::Shape{input_shape[2]}) {}

double GlobalAveragePooling2d::flops_per_row() const noexcept { return 2.0 * static_cast<double>(in()); }

void GlobalAveragePooling2d::forward(const float* /*params*/, const float* x, float* y, int batch,
                                     const Context& context) const noexcept {
  assert(batch >= 1);
  parallel::parallel_for(context.pool, static_cast<std::size_t>(batch), rows_a_chunk(in()),
                         [&](std::size_t begin, std::size_t end) {
                           for (std::size_t image = begin; image < end; ++image) {
                             const std::span<float> means(y + image * channels(), channels());
                             kernels::column_sums({x + image * in(), in()}, means);
                             for (float& mean : means) mean /= cells();
                           }
                         });
}

void GlobalAveragePooling2d::backward(const float* /*params*/, const float* /*x*/, const float* /*y*/,
                                      float* d_y, float* d_x, float* /*d_params*/, int batch,
                                      const Context& context) const noexcept {
  assert(batch >= 1);
  if (d_x == nullptr) return;
  parallel::parallel_for(context.pool, static_cast<std::size_t>(batch), rows_a_chunk(in()),
                         [&](std::size_t begin, std::size_t end) {
                           for (std::size_t image = begin; image < end; ++image) {
                             float* shares = d_y + image * channels();
                             for (std::size_t c = 0; c < channels(); ++c) shares[c] /= cells();
                             float* cell = d_x + image * in();
                             for (const float* last = cell + in(); cell != last; cell += channels())
                               std::copy_n(shares, channels(), cell);
                           }
                         });
}

}  // namespace nw::layers
