#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "layers/layer.hpp"
#include "support/gradient.hpp"
#include "support/values.hpp"

namespace nw::test {

/// Any layer with everything that surrounds it in a network: the arena with strangers before and behind, a
/// batch, memory of exactly the size that it asks for, and guards behind each piece.
struct LayerCase {
  static constexpr std::size_t kBefore = 8;  // floats of the arena that belong to others
  static constexpr std::size_t kGuard = 8;
  static constexpr float kStranger = 77.0f;
  using Floats = std::vector<float>;

  std::unique_ptr<layers::Layer> layer;
  int batch;
  layers::Context context;  // of every pass, apart from memory and pool
  Floats params, x, d_y;

  LayerCase(core::Result<std::unique_ptr<layers::Layer>> made, int rows, std::uint64_t seed = 1)
      : batch(rows) {
    REQUIRE(made.ok());
    layer = std::move(made).value();
    context.training = true;
    context.seed = 12345;
    context.step = 17;
    params = random_values(layer->place_parameters(kBefore) + kBefore, seed, -1.5f, 1.5f);
    for (const layers::ParameterInfo& info : layer->parameters()) {
      if (info.name.ends_with("variance"))
        for (std::size_t i = 0; i < size_of(info.shape); ++i)
          params[info.offset + i] = 0.5f + 0.25f * float(i % 5);
    }
    x = random_values(size_of(layer->input_shape()) * std::size_t(batch), seed + 1, -1.5f, 1.5f);
    d_y = random_values(size_of(layer->output_shape()) * std::size_t(batch), seed + 2);
  }

  static std::size_t size_of(const core::Shape& shape) { return static_cast<std::size_t>(shape.size()); }

  /// The numbers of one parameter, by the end of its name.
  std::span<float> parameter(const std::string& part) {
    for (const layers::ParameterInfo& info : layer->parameters())
      if (info.name.ends_with("/" + part)) return {params.data() + info.offset, size_of(info.shape)};
    FAIL("no parameter " << part);
    return {};
  }

  /// What a pass leaves behind.
  struct Pass {
    Floats y, cache, d_params, d_x;
  };

  /// Memory that is checked not to be left.
  struct Guarded {
    Floats floats;
    std::size_t size;
    explicit Guarded(std::size_t count) : floats(count + kGuard, kStranger), size(count) {}
    Floats taken() const {
      CHECK(std::count(floats.begin() + long(size), floats.end(), kStranger) == long(kGuard));
      return {floats.begin(), floats.begin() + long(size)};
    }
  };

  /// Forward alone, of these parameters and this input.
  Pass forward(const Floats& arena, const Floats& input, parallel::Pool* pool = nullptr) const {
    Guarded y(d_y.size()), cache(context.training ? layer->cache_floats(batch) : 0),
        scratch(layer->scratch_floats(batch));
    layer->forward(arena.data(), input.data(), y.floats.data(), batch, surrounded(scratch, cache, pool));
    (void)scratch.taken();
    return {y.taken(), cache.taken(), {}, {}};
  }
  Floats output() const { return forward(params, x).y; }

  /// Forward and backward: the gradients of sum d_y * y. d_x stays a stranger when it is not asked for.
  Pass backward(bool with_d_x = true, parallel::Pool* pool = nullptr) const {
    Pass pass = forward(params, x, pool);
    Guarded cache(pass.cache.size()), scratch(layer->scratch_floats(batch)), d_x(x.size());
    std::copy(pass.cache.begin(), pass.cache.end(), cache.floats.begin());
    pass.d_params.assign(params.size(), kStranger);
    Floats d = d_y;
    layer->backward(params.data(), x.data(), pass.y.data(), d.data(), with_d_x ? d_x.floats.data() : nullptr,
                    pass.d_params.data(), batch, surrounded(scratch, cache, pool));
    (void)scratch.taken();
    (void)cache.taken();
    pass.d_x = d_x.taken();
    return pass;
  }

  layers::Context surrounded(Guarded& scratch, Guarded& cache, parallel::Pool* pool) const {
    layers::Context made = context;
    made.scratch = {scratch.floats.data(), scratch.size};
    made.cache = {cache.floats.data(), cache.size};
    made.pool = pool;
    return made;
  }
};

/// Every parameter and the input against finite differences of what forward gives; statistics have the
/// gradient 0.
///
/// Needs    x away from kinks by more than the step.
inline void check_gradients(const LayerCase& c, float step = 0x1p-7f, double tolerance = 1.5e-3) {
  const auto loss = [&](const LayerCase::Floats& params, const LayerCase::Floats& x) {
    const auto y = c.forward(params, x).y;
    double total = 0;
    for (std::size_t i = 0; i < y.size(); ++i) total += double(c.d_y[i]) * double(y[i]);
    return total;
  };
  const auto got = c.backward();
  for (const layers::ParameterInfo& info : c.layer->parameters()) {
    const std::size_t size = LayerCase::size_of(info.shape);
    const auto gradient = std::span(got.d_params).subspan(info.offset, size);
    CAPTURE(info.name);
    if (!info.is_trained()) {
      CHECK(std::count(gradient.begin(), gradient.end(), 0.0f) == long(size));
      continue;
    }
    const auto with = [&](std::span<const float> values) {
      auto params = c.params;
      std::copy(values.begin(), values.end(), params.begin() + long(info.offset));
      return loss(params, c.x);
    };
    CHECK(gradient_error(with, std::span(c.params).subspan(info.offset, size), gradient, step) < tolerance);
  }
  const std::string input = "the input";
  CAPTURE(input);
  CHECK(gradient_error([&](std::span<const float> x) { return loss(c.params, {x.begin(), x.end()}); }, c.x,
                       got.d_x, step) < tolerance);
}

/// The same bits at every number of threads, forward and backward.
inline void check_threads(const LayerCase& c) {
  const auto want = c.backward();
  for (const int threads : kThreadCounts) {
    parallel::Pool pool(threads);
    const auto got = c.backward(true, &pool);
    CAPTURE(threads);
    CHECK(same_bits_all(got.y, want.y));
    CHECK(same_bits_all(got.cache, want.cache));
    CHECK(same_bits_all(got.d_params, want.d_params));
    CHECK(same_bits_all(got.d_x, want.d_x));
  }
}

/// Equal rows of the batch get equal outputs and gradients, whichever chunk they are in. For layers whose
/// rows meet the same treatment, and cases of several chunks that do not begin with a row's number 0.
inline void check_equal_rows(LayerCase c) {
  const auto equal = [&](LayerCase::Floats& values) {
    const std::size_t size = values.size() / std::size_t(c.batch);
    for (std::size_t i = size; i < values.size(); ++i) values[i] = values[i - size];
  };
  equal(c.x);
  equal(c.d_y);
  const auto got = c.backward();
  for (const LayerCase::Floats& values : {got.y, got.d_x}) {
    const std::size_t size = values.size() / std::size_t(c.batch);
    std::size_t differ = 0;
    for (std::size_t i = size; i < values.size(); ++i) differ += !same_bits(values[i], values[i - size]);
    CHECK(differ == 0);
  }
}

/// Strangers in the arena of gradients stay untouched, own gradients are written, and without d_x they have
/// the same bits.
inline void check_manners(const LayerCase& c) {
  const auto with = c.backward(true), without = c.backward(false);
  CHECK(same_bits_all(with.d_params, without.d_params));
  CHECK(std::count(without.d_x.begin(), without.d_x.end(), LayerCase::kStranger) == long(without.d_x.size()));
  CHECK(std::count(with.d_x.begin(), with.d_x.end(), LayerCase::kStranger) == 0);
  CHECK(std::count(with.y.begin(), with.y.end(), LayerCase::kStranger) == 0);
  auto rest = with.d_params;
  for (const layers::ParameterInfo& info : c.layer->parameters()) {
    const auto begin = rest.begin() + long(info.offset), end = begin + long(info.shape.size());
    CAPTURE(info.name);
    CHECK(std::count(begin, end, LayerCase::kStranger) == 0);
    std::fill(begin, end, LayerCase::kStranger);
  }
  CHECK(std::count(rest.begin(), rest.end(), LayerCase::kStranger) == long(rest.size()));
}

/// The three of them.
inline void check_layer(const LayerCase& c) {
  check_gradients(c);
  check_threads(c);
  check_manners(c);
}

/// What make refused, and that it did.
inline core::Error refusal(const core::Result<std::unique_ptr<layers::Layer>>& made) {
  REQUIRE_FALSE(made.ok());
  return made.error();
}

}  // namespace nw::test
