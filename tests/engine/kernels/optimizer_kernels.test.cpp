#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "kernels/adaptive_updates.hpp"
#include "kernels/clipping.hpp"
#include "kernels/momentum_updates.hpp"
#include "kernels/reductions.hpp"
#include "kernels/update_chunks.hpp"
#include "kernels/updates.hpp"
#include "support/values.hpp"

// Kernels of the optimizers beside sgd and Adam, and of clipping.

using namespace nw::kernels;
using nw::parallel::Pool;
using nw::test::kInf;
using nw::test::kNan;
using nw::test::random_values;
using nw::test::same_bits_all;

namespace {

using Floats = std::vector<float>;

/// Weights, gradients and up to three slots of one kernel's call.
struct Arrays {
  Floats w, g, a, b, c;

  explicit Arrays(std::size_t size, float slots = 0.0f)
      : w(random_values(size, size)), g(size), a(size, slots), b(size), c(size) {}
};

using Slots = double[3];

/// A kernel, and the same for one weight in double, from the formula in its header.
struct Case {
  const char* name;
  std::function<bool(Arrays&, int t, Pool*)> step;
  std::function<double(double w, double g, Slots&, int t)> reference;
};

constexpr double kRate = 0.01, kMomentum = 0.9, kRho = 0.95, kEpsilon = 1e-6, kBeta1 = 0.9, kBeta2 = 0.99;

AdamStep adam_numbers(int t) {
  return make_adam_step(kRate, kBeta1, kBeta2, kEpsilon, std::pow(kBeta1, t), std::pow(kBeta2, t));
}

const Case kCases[] = {
    {"momentum",
     [](Arrays& x, int, Pool* pool) {
       return momentum_step(x.w, x.g, x.a, float(kRate), float(kMomentum), pool);
     },
     [](double w, double g, Slots& s, int) {
       s[0] = kMomentum * s[0] + g;
       return w - kRate * s[0];
     }},
    {"nesterov",
     [](Arrays& x, int, Pool* pool) {
       return nesterov_step(x.w, x.g, x.a, float(kRate), float(kMomentum), pool);
     },
     [](double w, double g, Slots& s, int) {
       s[0] = kMomentum * s[0] + g;
       return w - kRate * (g + kMomentum * s[0]);
     }},
    {"rmsprop",
     [](Arrays& x, int, Pool* pool) {
       const RmspropStep step{float(kRho), float(1 - kRho), float(kRate), float(kEpsilon)};
       return rmsprop_step(x.w, x.g, x.a, step, pool);
     },
     [](double w, double g, Slots& s, int) {
       s[0] = kRho * s[0] + (1 - kRho) * g * g;
       return w - kRate * g / (std::sqrt(s[0]) + kEpsilon);
     }},
    {"adagrad",
     [](Arrays& x, int, Pool* pool) {
       return adagrad_step(x.w, x.g, x.a, float(kRate), float(kEpsilon), pool);
     },
     [](double w, double g, Slots& s, int) {
       s[0] += g * g;
       return w - kRate * g / (std::sqrt(s[0]) + kEpsilon);
     }},
    {"amsgrad",
     [](Arrays& x, int t, Pool* pool) {
       return amsgrad_step(x.w, x.g, x.a, x.b, x.c, adam_numbers(t), pool);
     },
     [](double w, double g, Slots& s, int t) {
       s[0] = kBeta1 * s[0] + (1 - kBeta1) * g;
       s[1] = kBeta2 * s[1] + (1 - kBeta2) * g * g;
       s[2] = std::max(s[2], s[1]);
       const double denominator = std::sqrt(s[2]) / std::sqrt(1 - std::pow(kBeta2, t)) + kEpsilon;
       return w - kRate / (1 - std::pow(kBeta1, t)) * s[0] / denominator;
     }},
};

/// Gradients whose size changes, so that a maximum is not the newest value.
Floats gradients(std::size_t size, int t) {
  const float scale = t % 7 == 0 ? 3.0f : 0.5f;
  return random_values(size, 1000 + std::uint64_t(t), -scale, scale);
}

}  // namespace

TEST_CASE("optimizer kernels: follow their double reference for 60 steps, for every tail") {
  for (const Case& one : kCases) {
    for (std::size_t size = 1; size <= 17; ++size) {
      Arrays x(size);
      std::vector<double> want(x.w.begin(), x.w.end());
      std::vector<std::array<double, 3>> slots(size);
      for (int t = 1; t <= 60; ++t) {
        x.g = gradients(size, t);
        REQUIRE(one.step(x, t, nullptr));
        for (std::size_t i = 0; i < size; ++i) {
          Slots s = {slots[i][0], slots[i][1], slots[i][2]};
          want[i] = one.reference(want[i], x.g[i], s, t);
          slots[i] = {s[0], s[1], s[2]};
        }
      }
      double worst = 0;
      for (std::size_t i = 0; i < size; ++i) worst = std::max(worst, std::fabs(x.w[i] - want[i]));
      CAPTURE(one.name);
      CAPTURE(size);
      CHECK(worst < 4e-6);
    }
  }
}

TEST_CASE("optimizer kernels: the bits of an element do not depend on its place, in vector or tail") {
  for (const Case& one : kCases) {
    CAPTURE(one.name);
    Arrays whole(13);
    whole.g = gradients(13, 1);
    const Arrays before = whole;
    REQUIRE(one.step(whole, 1, nullptr));
    for (std::size_t i = 0; i < 13; ++i) {
      Arrays alone(1);
      alone.w[0] = before.w[i];
      alone.g[0] = before.g[i];
      REQUIRE(one.step(alone, 1, nullptr));
      CHECK(alone.w[0] == whole.w[i]);
      CHECK(alone.a[0] == whole.a[i]);
    }
  }
}

TEST_CASE("optimizer kernels: say so when a weight or a slot is no longer finite, at every place") {
  for (const Case& one : kCases) {
    CAPTURE(one.name);
    for (std::size_t at = 0; at < 9; ++at) {
      for (const float bad : {kNan, kInf, -kInf}) {
        Arrays x(9);
        x.g[at] = bad;
        CHECK_FALSE(one.step(x, 1, nullptr));
      }
      Arrays fine(9);
      fine.g[at] = 1.0f;
      CHECK(one.step(fine, 1, nullptr));
    }
  }
  // A square that is no float: w would stand still for ever.
  for (const Case& one : kCases) {
    Arrays x(5);
    x.g[4] = 1e30f;
    const bool squares = std::string(one.name) != "momentum" && std::string(one.name) != "nesterov";
    CHECK(one.step(x, 1, nullptr) == !squares);
  }
}

TEST_CASE("optimizer kernels: the same bits at every number of threads, and bad news reach the caller") {
  const std::size_t size = 100003;
  for (const Case& one : kCases) {
    CAPTURE(one.name);
    const auto results = [&](Pool* pool) {
      Arrays x(size);
      for (int t = 1; t <= 2; ++t) {
        x.g = gradients(size, t);
        CHECK(one.step(x, t, pool));
      }
      for (const Floats* part : {&x.a, &x.b, &x.c}) x.w.insert(x.w.end(), part->begin(), part->end());
      return x.w;
    };
    const Floats want = results(nullptr);
    for (const int threads : {2, 4}) {
      Pool pool(threads);
      CHECK(same_bits_all(results(&pool), want));
      Arrays broken(size);
      broken.g[70000] = kNan;
      CHECK_FALSE(one.step(broken, 1, &pool));
    }
  }
}

TEST_CASE("shrink: sign(w) * max(|w| - threshold, 0), with exact zeros, for every tail") {
  for (std::size_t size = 0; size <= 17; ++size) {
    Floats w = random_values(size, size + 5);
    const Floats before = w;
    shrink(w, 0.25f, nullptr);
    CAPTURE(size);
    for (std::size_t i = 0; i < size; ++i) {
      const float want = std::fabs(before[i]) <= 0.25f ? 0.0f : before[i] - std::copysign(0.25f, before[i]);
      CHECK(nw::test::same_bits(w[i], want));  // +0, never -0
    }
  }
  Floats special{kNan, kInf, -kInf, 0.0f, -0.0f, -0.125f, 0.25f};
  shrink(special, 0.25f, nullptr);
  CHECK(same_bits_all(special, Floats{kNan, kInf, -kInf, 0, 0, 0, 0}));
  Floats untouched{-0.0f, 1.0f};
  shrink(untouched, 0.0f, nullptr);
  CHECK(same_bits_all(untouched, Floats{-0.0f, 1.0f}));
}

TEST_CASE("clip_values, scale_values: element by element, for every tail") {
  for (std::size_t size = 0; size <= 17; ++size) {
    Floats clipped = random_values(size, size), scaled = clipped;
    const Floats before = clipped;
    clip_values(clipped, 0.5f, nullptr);
    scale_values(scaled, -3.0f, nullptr);
    CAPTURE(size);
    for (std::size_t i = 0; i < size; ++i) {
      CHECK(clipped[i] == std::clamp(before[i], -0.5f, 0.5f));
      CHECK(scaled[i] == before[i] * -3.0f);
    }
  }
  Floats special{kNan, kInf, -kInf};
  clip_values(special, 2.0f, nullptr);
  CHECK(same_bits_all(special, Floats{kNan, 2, -2}));
}

TEST_CASE("clip_norm_factor: brings the norm to the limit, and never makes it larger") {
  const Floats g{3, 4};  // norm 5
  CHECK(clip_norm_factor(sum_squares(g), 10) == 1.0f);
  CHECK(clip_norm_factor(sum_squares(g), 1) == doctest::Approx(0.2).epsilon(1e-6));
  CHECK(clip_norm_factor(0.0, 1) == 1.0f);
  CHECK(clip_norm_factor(1e-12, 1e-6) ==
        doctest::Approx(0.5));  // a norm as small as PyTorch's 1e-6 beside it
  CHECK(clip_norm_factor(sum_squares(Floats{3e38f, 3e38f}), 1) > 0.0f);  // the sum of squares is no float
  CHECK(clip_norm_factor(double(kInf), 1) == 0.0f);
  CHECK(clip_norm_factor(double(kNan), 1) == 1.0f);  // NaN is the loss's and the update's to find
}

TEST_CASE("updates: what is behind the first chunk is treated like what is in it") {
  // Numbers that repeat from chunk to chunk, so that the results must.
  constexpr std::size_t kSize = 2 * kUpdateGrain + 7;
  const auto repeated = [](unsigned seed, float least) {
    Floats values = random_values(kUpdateGrain, seed);
    for (float& value : values) value = std::fabs(value) < least ? least : value;
    values.resize(kSize);
    for (std::size_t i = kUpdateGrain; i < kSize; ++i) values[i] = values[i - kUpdateGrain];
    return values;
  };
  const auto squares = [&](unsigned seed) {
    Floats values = repeated(seed, 0.0f);
    for (float& value : values) value *= value;
    return values;
  };
  const Floats w = repeated(1, 0.01f), g = repeated(2, 0.01f), v = repeated(3, 0.0f), s = squares(4),
               l = squares(5);
  const AdamStep adam = make_adam_step(0.01, 0.9, 0.99, 1e-3, 0.9, 0.99);
  const RmspropStep rms = {0.9f, 0.1f, 0.01f, 1e-3f};
  struct State {
    Floats w, g, v, s, l;
  };
  const std::pair<const char*, std::function<bool(State&)>> kernels[] = {
      {"sgd", [](State& t) { return sgd_step(t.w, t.g, 0.1f, nullptr); }},
      {"momentum", [](State& t) { return momentum_step(t.w, t.g, t.v, 0.1f, 0.9f, nullptr); }},
      {"nesterov", [](State& t) { return nesterov_step(t.w, t.g, t.v, 0.1f, 0.9f, nullptr); }},
      {"rmsprop", [&](State& t) { return rmsprop_step(t.w, t.g, t.s, rms, nullptr); }},
      {"adagrad", [](State& t) { return adagrad_step(t.w, t.g, t.s, 0.1f, 1e-3f, nullptr); }},
      {"adam", [&](State& t) { return adam_step(t.w, t.g, t.v, t.s, adam, nullptr); }},
      {"amsgrad", [&](State& t) { return amsgrad_step(t.w, t.g, t.v, t.s, t.l, adam, nullptr); }},
      {"penalty", [](State& t) { return add_penalty_gradient(t.w, t.g, 0.1f, 0.2f, nullptr), true; }},
      {"shrink", [](State& t) { return shrink(t.w, 0.1f, nullptr), true; }},
      {"clip", [](State& t) { return clip_values(t.g, 0.1f, nullptr), true; }},
      {"scale", [](State& t) { return scale_values(t.g, 0.5f, nullptr), true; }},
  };
  for (const auto& [name, kernel] : kernels) {
    const State before = {w, g, v, s, l};
    State after = before;
    CAPTURE(std::string(name));
    CHECK(kernel(after));
    bool moved = false;
    for (Floats State::* each : {&State::w, &State::g, &State::v, &State::s, &State::l}) {
      const Floats& values = after.*each;
      moved = moved || values != before.*each;
      CHECK(std::equal(values.begin() + kUpdateGrain, values.end(), values.begin()));
    }
    CHECK(moved);
  }
}
