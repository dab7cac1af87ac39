#include "layers/dropout.hpp"

#include <algorithm>
#include <cassert>
#include <new>
#include <utility>

#include "core/hash.hpp"
#include "parallel/parallel_for.hpp"

namespace nw::layers {

core::Result<std::unique_ptr<Layer>> Dropout::make(std::string name, const core::Shape& input_shape,
                                                   double rate) {
  using core::Errc, core::Error;
  if (!(rate >= 0.0 && rate < 1.0)) return Error{Errc::bad_value, "rate", rate >= 1.0 ? 1.0 : 0.0, rate};
  return owned(new (std::nothrow) Dropout(std::move(name), input_shape, rate));
}

double Dropout::flops_per_row() const noexcept {
  constexpr double kPerNumber = 20.0;  // forward and backward draw a quarter of a Philox block each
  return kPerNumber * static_cast<double>(input_shape().size());
}

void Dropout::forward(const float* /*params*/, const float* x, float* y, int batch,
                      const Context& context) const noexcept {
  apply(x, y, batch, context);
}

void Dropout::backward(const float* /*params*/, const float* /*x*/, const float* /*y*/, float* d_y,
                       float* d_x, float* /*d_params*/, int batch, const Context& context) const noexcept {
  if (d_x != nullptr) apply(d_y, d_x, batch, context);
}

/// Both directions are the same multiplication.
void Dropout::apply(const float* from, float* to, int batch, const Context& context) const noexcept {
  assert(batch >= 1);
  const std::size_t size = static_cast<std::size_t>(batch) * static_cast<std::size_t>(input_shape().size());
  if (!context.training) {
    std::copy(from, from + size, to);
    return;
  }
  const std::uint64_t place = core::Hash().add_text(name().c_str()).add_u64(context.step).value();
  const core::Rng rng(context.seed, core::Purpose::dropout, core::part_from_hash(place));
  const kernels::DropoutMask mask = kernels::make_dropout_mask(rng, rate_);
  constexpr std::size_t kGrain =
      8192;  // numbers a chunk: some 20 us; a multiple of what a random block serves
  parallel::parallel_for(context.pool, size, kGrain, [&](std::size_t begin, std::size_t end) {
    kernels::dropout(mask, begin, {from + begin, end - begin}, {to + begin, end - begin});
  });
}

}  // namespace nw::layers
