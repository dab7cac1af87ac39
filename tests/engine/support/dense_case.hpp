#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "layers/dense.hpp"
#include "support/reference.hpp"
#include "support/values.hpp"

namespace nw::test {

/// A dense layer with everything that surrounds it in a network: the arena with strangers before and behind,
/// a batch.
struct DenseCase {
  static constexpr std::size_t kBefore = 8;  // floats of the arena that belong to others
  static constexpr float kStranger = 77.0f;

  int in, out, batch;
  layers::Stage stage;
  std::string activation;
  std::unique_ptr<layers::Layer> layer;
  std::vector<float> params, x, d_y;

  DenseCase(int in_features, int units, int rows, const std::string& name, layers::Stage at,
            std::uint64_t seed = 1)
      : in(in_features), out(units), batch(rows), stage(at), activation(name) {
    int index = 0;
    while (kernels::kActivationNames[index] != name) ++index;
    layer =
        std::move(layers::Dense::make("dense_1", {in}, out, static_cast<kernels::Activation>(index))).value();
    const std::size_t end = layer->place_parameters(kBefore);
    // Not too close to the kink of relu, nor saturated: weights of about 1/sqrt(in).
    const float size = 1.5f / std::sqrt(static_cast<float>(in));
    params = random_values(end + kBefore, seed, -size, size);
    x = random_values(static_cast<std::size_t>(batch * in), seed + 1, -1.5f, 1.5f);
    d_y = random_values(static_cast<std::size_t>(batch * out), seed + 2, -1, 1);
  }

  std::vector<float> forward(const std::vector<float>& arena, const std::vector<float>& input,
                             layers::Stage at, parallel::Pool* pool = nullptr) const {
    std::vector<float> cache;
    return forward(arena, input, at, pool, cache);
  }

  /// As above; `cache` is what the layer leaves for backward.
  std::vector<float> forward(const std::vector<float>& arena, const std::vector<float>& input,
                             layers::Stage at, parallel::Pool* pool, std::vector<float>& cache) const {
    std::vector<float> y(static_cast<std::size_t>(batch * out)), scratch(layer->scratch_floats(batch));
    cache.resize(layer->cache_floats(batch));
    layer->forward(arena.data(), input.data(), y.data(), batch, context(at, scratch, cache, pool));
    return y;
  }

  static layers::Context context(layers::Stage at, std::span<float> scratch, std::span<float> cache,
                                 parallel::Pool* pool) {
    layers::Context made;
    made.stage = at;
    made.training = true;
    made.scratch = scratch;
    made.cache = cache;
    made.pool = pool;
    return made;
  }

  struct Gradients {
    std::vector<float> d_params, d_x;
  };

  /// The gradients of sum d_y * y, from the engine. d_x stays a stranger when it is not asked for.
  Gradients backward(bool with_d_x = true, parallel::Pool* pool = nullptr) const {
    std::vector<float> cache;
    const std::vector<float> y = forward(params, x, layers::Stage::output, pool, cache);
    std::vector<float> d = d_y, scratch(layer->scratch_floats(batch));
    Gradients got{std::vector<float>(params.size(), kStranger), std::vector<float>(x.size(), kStranger)};
    layer->backward(params.data(), x.data(), y.data(), d.data(), with_d_x ? got.d_x.data() : nullptr,
                    got.d_params.data(), batch, context(stage, scratch, cache, pool));
    return got;
  }

  double weight(int i, int j) const {
    return params[layer->parameters()[0].offset + static_cast<std::size_t>(i * out + j)];
  }
  double bias(int j) const { return params[layer->parameters()[1].offset + static_cast<std::size_t>(j)]; }

  /// x W + b of one row, in double.
  Doubles preactivation(int row) const {
    Doubles z(static_cast<std::size_t>(out));
    for (int j = 0; j < out; ++j) {
      double sum = bias(j);
      for (int i = 0; i < in; ++i)
        sum += static_cast<double>(x[static_cast<std::size_t>(row * in + i)]) * weight(i, j);
      z[static_cast<std::size_t>(j)] = sum;
    }
    return z;
  }
};

}  // namespace nw::test
