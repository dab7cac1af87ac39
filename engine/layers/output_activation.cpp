#include "layers/output_activation.hpp"

#include <algorithm>
#include <cassert>

#include "kernels/softmax.hpp"
#include "parallel/parallel_for.hpp"

namespace nw::layers {

using kernels::Activation;

namespace {

template <Activation kind>
void epilogue_as(float* block, std::size_t rows, std::size_t cols, std::ptrdiff_t stride) noexcept {
  kernels::activate(kind, block, rows, cols, stride);
}

// In the order of the enum; nothing for linear, and for softmax, which needs whole rows.
constexpr kernels::GemmEpilogue kEpilogues[] = {
    nullptr,
    epilogue_as<Activation::relu>,
    epilogue_as<Activation::sigmoid>,
    epilogue_as<Activation::tanh>,
    nullptr,
    epilogue_as<Activation::leaky_relu>,
    epilogue_as<Activation::elu>,
    epilogue_as<Activation::selu>,
    epilogue_as<Activation::gelu>,
    epilogue_as<Activation::gelu_approximate>,
    epilogue_as<Activation::silu>,
    epilogue_as<Activation::softplus>,
};
static_assert(std::size(kEpilogues) == std::size(kernels::kActivationNames));

}  // namespace

std::size_t rows_a_chunk(std::size_t cols) noexcept {
  constexpr std::size_t kGrainElements = 32768;
  return std::max<std::size_t>(1, kGrainElements / cols);
}

void activate_rows(Activation kind, float alpha, float* y, float* copy, std::size_t rows, std::size_t cols,
                   parallel::Pool* pool) noexcept {
  if (kind == Activation::linear && copy == nullptr) return;
  parallel::parallel_for(pool, rows, rows_a_chunk(cols), [&](std::size_t begin, std::size_t end) {
    const std::span<float> part(y + begin * cols, (end - begin) * cols);
    if (copy != nullptr) std::copy(part.begin(), part.end(), copy + begin * cols);
    if (kind == Activation::softmax) return kernels::softmax_rows(part, part, cols);
    kernels::activate(kind, part.data(), 1, part.size(), static_cast<std::ptrdiff_t>(part.size()), alpha);
  });
}

void activate_rows_backward(Activation kind, float alpha, const float* from, float* d, std::size_t rows,
                            std::size_t cols, parallel::Pool* pool) noexcept {
  if (kind == Activation::linear) return;
  parallel::parallel_for(pool, rows, rows_a_chunk(cols), [&](std::size_t begin, std::size_t end) {
    const std::size_t at = begin * cols, size = (end - begin) * cols;
    kernels::activate_backward(kind, {from + at, size}, {d + at, size}, cols, alpha);
  });
}

kernels::GemmEpilogue OutputActivation::epilogue(const Context& context) const noexcept {
  if (context.stage == Stage::preactivation || is_kept(context)) return nullptr;
  return kEpilogues[static_cast<std::size_t>(kind_)];
}

void OutputActivation::finish(float* y, std::size_t rows, std::size_t cols,
                              const Context& context) const noexcept {
  if (kind_ == Activation::softmax || is_kept(context)) apply(y, rows, cols, context);
}

void OutputActivation::apply(float* y, std::size_t rows, std::size_t cols,
                             const Context& context) const noexcept {
  if (context.stage == Stage::preactivation) return;
  assert(!is_kept(context) || context.cache.size() >= rows * cols);
  float* kept = is_kept(context) ? context.cache.data() : nullptr;
  activate_rows(kind_, kernels::default_alpha(kind_), y, kept, rows, cols, context.pool);
}

void OutputActivation::backward(const float* y, float* d, std::size_t rows, std::size_t cols,
                                const Context& context) const noexcept {
  if (context.stage == Stage::preactivation) return;
  assert(!kernels::needs_preactivation(kind_) || context.cache.size() >= rows * cols);
  const float* from = kernels::needs_preactivation(kind_) ? context.cache.data() : y;
  activate_rows_backward(kind_, kernels::default_alpha(kind_), from, d, rows, cols, context.pool);
}

}  // namespace nw::layers
