#include "kernels/updates.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "kernels/reductions.hpp"
#include "support/gradient.hpp"
#include "support/values.hpp"

using namespace nw::kernels;
using nw::parallel::Pool;
using nw::test::kInf;
using nw::test::kNan;
using nw::test::random_values;
using nw::test::same_bits_all;

namespace {

using Floats = std::vector<float>;

/// Adam as PyTorch's documentation writes it, in double, for one weight.
struct ReferenceAdam {
  double w, m = 0, v = 0;
  int t = 0;

  void step(double g, double rate, double beta1, double beta2, double epsilon) {
    ++t;
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const double m_hat = m / (1 - std::pow(beta1, t)), v_hat = v / (1 - std::pow(beta2, t));
    w -= rate * m_hat / (std::sqrt(v_hat) + epsilon);
  }
};

}  // namespace

TEST_CASE("sgd_step: w - rate * g for every tail") {
  for (std::size_t size = 0; size <= 17; ++size) {
    Floats w = random_values(size, size), g = random_values(size, size + 1);
    const Floats before = w;
    CHECK(sgd_step(w, g, 0.125f, nullptr));
    bool right = true;
    for (std::size_t i = 0; i < size; ++i)
      right = right && w[i] == before[i] - 0.125f * g[i];  // the product is exact
    CAPTURE(size);
    CHECK(right);
  }
}

TEST_CASE("sgd_step: says so when a weight is no longer finite, at every place") {
  for (std::size_t at = 0; at < 9; ++at) {
    for (float bad : {kNan, kInf, 3e38f}) {
      Floats w(9, -3e38f), g(9, 0.0f);
      g[at] = bad;
      CAPTURE(at);
      CHECK(!sgd_step(w, g, 1.0f, nullptr));
    }
  }
}

TEST_CASE("adam_step: follows the double reference for 50 steps, for every tail") {
  const double rate = 0.01, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
  for (std::size_t size = 1; size <= 17; ++size) {
    Floats w = random_values(size, size), m(size), v(size);
    std::vector<ReferenceAdam> want;
    for (float value : w) want.push_back({value});
    double power1 = 1, power2 = 1;
    for (int step = 0; step < 50; ++step) {
      const Floats g = random_values(size, 1000 + static_cast<std::uint64_t>(step), -2, 2);
      power1 *= beta1;
      power2 *= beta2;
      CHECK(adam_step(w, g, m, v, make_adam_step(rate, beta1, beta2, epsilon, power1, power2), nullptr));
      for (std::size_t i = 0; i < size; ++i) want[i].step(g[i], rate, beta1, beta2, epsilon);
    }
    double worst = 0;
    for (std::size_t i = 0; i < size; ++i) worst = std::max(worst, std::fabs(w[i] - want[i].w));
    CAPTURE(size);
    CHECK(worst < 2e-6);
  }
}

TEST_CASE("adam_step: the first step moves every weight by the rate, whatever the gradient's size") {
  Floats w{1, 1, 1, 1}, m(4), v(4);
  CHECK(adam_step(w, Floats{1e-3f, -5, 1e4f, 0}, m, v, make_adam_step(0.1, 0.9, 0.999, 1e-8, 0.9, 0.999),
                  nullptr));
  CHECK(w[0] == doctest::Approx(0.9).epsilon(1e-4));
  CHECK(w[1] == doctest::Approx(1.1).epsilon(1e-6));
  CHECK(w[2] == doctest::Approx(0.9).epsilon(1e-6));
  CHECK(w[3] == 1.0f);
}

TEST_CASE("adam_step: epsilon stands outside the root") {
  // With g = 1e-8 and epsilon = 1e-8 the first step is half the rate; inside the root it would be nearly
  // nothing.
  Floats w{0}, m(1), v(1);
  CHECK(adam_step(w, Floats{1e-8f}, m, v, make_adam_step(1.0, 0.9, 0.999, 1e-8, 0.9, 0.999), nullptr));
  CHECK(w[0] == doctest::Approx(-0.5).epsilon(1e-3));
}

TEST_CASE("adam_step: says so when a weight or a moment is no longer finite") {
  const AdamStep step = make_adam_step(0.1, 0.9, 0.999, 1e-8, 0.9, 0.999);
  for (std::size_t at = 0; at < 9; ++at) {
    for (float bad : {kNan, kInf, 1e30f}) {  // 1e30 squared is too large for v: w would stand still for ever
      Floats w(9, 1.0f), m(9), v(9), g(9, 0.5f);
      g[at] = bad;
      CAPTURE(at);
      CAPTURE(bad);
      CHECK(!adam_step(w, g, m, v, step, nullptr));
    }
  }
}

TEST_CASE("add_penalty_gradient: is the gradient of l1 * sum |w| + l2/2 * sum w^2") {
  const float l1 = 0.25f, l2 = 0.5f;
  for (std::size_t size = 1; size <= 17; ++size) {
    const Floats w = nw::test::away_from_zero(random_values(size, size));
    Floats g(size);
    add_penalty_gradient(w, g, l1, l2, nullptr);
    const auto penalty = [&](std::span<const float> at) {
      return l1 * sum_abs(at) + l2 / 2 * sum_squares(at);
    };
    CAPTURE(size);
    CHECK(nw::test::gradient_error(penalty, w, g) < 1e-6);
  }
}

TEST_CASE("add_penalty_gradient: adds, sign(0) = 0, and a rate of 0 adds nothing at all") {
  const Floats w{2, -2, 0, -0.0f, kInf};
  Floats g{1, 1, 1, 1, 1};
  add_penalty_gradient(w, g, 0.5f, 0, nullptr);
  CHECK(g == Floats{1.5f, 0.5f, 1, 1, 1.5f});
  g = Floats{1, 1, 1, 1, 1};
  add_penalty_gradient(w, g, 0, 0.5f, nullptr);
  CHECK(g == Floats{2, 0, 1, 1, kInf});
  g = Floats{1, 1, 1, 1, 1};
  add_penalty_gradient(w, g, 0, 0, nullptr);
  CHECK(g == Floats(5, 1.0f));
  Floats gradient{0.0f};
  add_penalty_gradient(Floats{kNan}, gradient, 0.5f, 0, nullptr);
  CHECK(std::isnan(gradient[0]));
}

TEST_CASE("updates: the same bits at every number of threads") {
  const std::size_t size = 100003;  // seven chunks, the last one ragged
  const Floats w = random_values(size, 1), g = random_values(size, 2), m = random_values(size, 3),
               v = random_values(size, 4, 0, 1);
  const AdamStep step = make_adam_step(0.01, 0.9, 0.999, 1e-8, 0.9, 0.999);
  const auto results = [&](Pool* pool) {
    Floats all, sgd = w, adam = w, first = m, second = v, penalized = g;
    CHECK(sgd_step(sgd, g, 0.3f, pool));
    CHECK(adam_step(adam, g, first, second, step, pool));
    add_penalty_gradient(w, penalized, 0.1f, 0.2f, pool);
    for (const Floats* part : {&sgd, &adam, &first, &second, &penalized})
      all.insert(all.end(), part->begin(), part->end());
    return all;
  };
  const Floats want = results(nullptr);
  for (int threads : nw::test::kThreadCounts) {
    Pool pool(threads);
    CAPTURE(threads);
    CHECK(same_bits_all(results(&pool), want));
    Floats broken = w;  // the bad news of one chunk reaches the caller
    Floats bad = g;
    bad[70000] = kNan;
    CHECK(!sgd_step(broken, bad, 0.1f, &pool));
  }
}
