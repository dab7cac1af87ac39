#include "kernels/losses.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "support/gradient.hpp"
#include "support/reference.hpp"
#include "support/values.hpp"

using namespace nw::kernels;
using nw::test::doubles;
using nw::test::kInf;
using nw::test::kNan;
using nw::test::random_values;
using nw::test::same_bits_all;

namespace {

using Floats = std::vector<float>;

/// A loss, its textbook definition in double, and what its targets look like.
struct Loss {
  std::string name;
  double (*value)(std::span<const float> x, std::span<const float> target, std::span<float> d,
                  std::size_t cols);
  double (*reference)(const std::vector<double>& x, const std::vector<double>& target, std::size_t cols);
};

double reference_squares(const std::vector<double>& y, const std::vector<double>& t, std::size_t) {
  double total = 0;
  for (std::size_t i = 0; i < y.size(); ++i) total += (y[i] - t[i]) * (y[i] - t[i]);
  return total / static_cast<double>(y.size());
}

double reference_binary(const std::vector<double>& z, const std::vector<double>& t, std::size_t) {
  double total = 0;
  for (std::size_t i = 0; i < z.size(); ++i) {
    const double p = nw::test::sigmoid_of(z[i]);
    total -= t[i] * std::log(p) + (1 - t[i]) * std::log1p(-p);
  }
  return total / static_cast<double>(z.size());
}

double reference_categorical(const std::vector<double>& z, const std::vector<double>& t, std::size_t cols) {
  double total = 0;
  for (std::size_t row = 0; row < z.size(); row += cols) {
    const auto p = nw::test::activated(
        "softmax", {z.begin() + static_cast<long>(row), z.begin() + static_cast<long>(row + cols)});
    for (std::size_t c = 0; c < cols; ++c) {
      if (t[row + c] != 0) total -= t[row + c] * std::log(p[c]);
    }
  }
  return total / (static_cast<double>(z.size()) / static_cast<double>(cols));
}

double reference_half_squares(const std::vector<double>& y, const std::vector<double>& t, std::size_t cols) {
  return reference_squares(y, t, cols) / 2;
}

double reference_magnitudes(const std::vector<double>& y, const std::vector<double>& t, std::size_t) {
  double total = 0;
  for (std::size_t i = 0; i < y.size(); ++i) total += y[i] > t[i] ? y[i] - t[i] : t[i] - y[i];
  return total / static_cast<double>(y.size());
}

constexpr double kDelta = 0.7;

double reference_huber(const std::vector<double>& y, const std::vector<double>& t, std::size_t) {
  double total = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    const double e = std::fabs(y[i] - t[i]);
    total += e <= kDelta ? 0.5 * e * e : kDelta * (e - 0.5 * kDelta);
  }
  return total / static_cast<double>(y.size());
}

constexpr double kSmoothing = 0.3;

std::vector<double> smoothed(std::vector<double> t, double classes) {
  for (double& value : t) value = value * (1 - kSmoothing) + kSmoothing / classes;
  return t;
}

double reference_smooth_binary(const std::vector<double>& z, const std::vector<double>& t, std::size_t cols) {
  return reference_binary(z, smoothed(t, 2), cols);
}

double reference_smooth_categorical(const std::vector<double>& z, const std::vector<double>& t,
                                    std::size_t cols) {
  return reference_categorical(z, smoothed(t, static_cast<double>(cols)), cols);
}

const Loss kLosses[] = {
    {"mean_squared_error", [](auto x, auto t, auto d, std::size_t) { return mean_squared_error(x, t, d); },
     reference_squares},
    {"sigmoid_cross_entropy",
     [](auto x, auto t, auto d, std::size_t) { return sigmoid_cross_entropy(x, t, d); }, reference_binary},
    {"softmax_cross_entropy",
     [](auto x, auto t, auto d, std::size_t cols) { return softmax_cross_entropy(x, t, d, cols); },
     reference_categorical},
    {"half_squared_error", [](auto x, auto t, auto d, std::size_t) { return half_squared_error(x, t, d); },
     reference_half_squares},
    {"mean_absolute_error", [](auto x, auto t, auto d, std::size_t) { return mean_absolute_error(x, t, d); },
     reference_magnitudes},
    {"huber_loss", [](auto x, auto t, auto d, std::size_t) { return huber_loss(x, t, d, kDelta); },
     reference_huber},
    {"sigmoid_cross_entropy, smoothed",
     [](auto x, auto t, auto d, std::size_t) { return sigmoid_cross_entropy(x, t, d, kSmoothing); },
     reference_smooth_binary},
    {"softmax_cross_entropy, smoothed",
     [](auto x, auto t, auto d, std::size_t cols) {
       return softmax_cross_entropy(x, t, d, cols, kSmoothing);
     },
     reference_smooth_categorical},
};

/// The numbers, moved so that no step of gradient_error crosses an error of 0 or of kDelta.
Floats away_from_kinks(Floats x, const Floats& t) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double size = std::fabs(double(x[i]) - double(t[i]));
    if (size < 0.02 || std::fabs(size - kDelta) < 0.02) x[i] += 0.05f;
  }
  return x;
}

/// Targets that every loss takes: distributions over the columns, every second row one-hot.
Floats targets(std::size_t rows, std::size_t cols) {
  Floats t = random_values(rows * cols, 17, 0, 1);
  for (std::size_t r = 0; r < rows; ++r) {
    float sum = 0;
    for (std::size_t c = 0; c < cols; ++c) sum += t[r * cols + c];
    for (std::size_t c = 0; c < cols; ++c) {
      t[r * cols + c] = r % 2 == 0 ? (c == r % cols ? 1.0f : 0.0f) : t[r * cols + c] / sum;
    }
  }
  return t;
}

}  // namespace

TEST_CASE("losses: the mean matches the double reference for every tail") {
  for (const Loss& loss : kLosses) {
    for (std::size_t cols = 1; cols <= 17; ++cols) {
      const Floats x = random_values(3 * cols, cols, -6, 6), t = targets(3, cols);
      const double got = loss.value(x, t, {}, cols), want = loss.reference(doubles(x), doubles(t), cols);
      CAPTURE(loss.name);
      CAPTURE(cols);
      CHECK(std::fabs(got - want) <= 1e-6 * (1 + want));
    }
  }
}

TEST_CASE("losses: the gradient agrees with finite differences of the double reference") {
  for (const Loss& loss : kLosses) {
    for (std::size_t cols : {1u, 2u, 3u, 4u, 5u, 10u}) {
      const Floats t = targets(4, cols);
      const Floats x = away_from_kinks(random_values(4 * cols, cols + 30, -2, 2), t);
      Floats d(x.size());
      (void)loss.value(x, t, d, cols);
      const auto at = [&](std::span<const float> moved) {
        return loss.reference({moved.begin(), moved.end()}, doubles(t), cols);
      };
      CAPTURE(loss.name);
      CAPTURE(cols);
      CHECK(nw::test::gradient_error(at, x, d) < 2e-5);
    }
  }
}

TEST_CASE("losses: asking for the gradient does not change the value, and it may take the input's place") {
  for (const Loss& loss : kLosses) {
    const Floats x = random_values(5 * 7, 3, -3, 3), t = targets(5, 7);
    Floats apart(x.size()), in_place = x;
    const double without = loss.value(x, t, {}, 7);
    CHECK(loss.value(x, t, apart, 7) == without);
    CHECK(loss.value(in_place, t, in_place, 7) == without);
    CHECK(same_bits_all(apart, in_place));
  }
}

TEST_CASE("losses: 0 for a perfect prediction, and never below") {
  const Floats t{0, 1, 1, 0, 1};
  Floats d(5);
  CHECK(mean_squared_error(t, t, d) == 0);
  CHECK(d == Floats(5));
  const Floats sure{-100, 100, 100, -100, 100};
  CHECK(sigmoid_cross_entropy(sure, t, {}) == 0);
  CHECK(softmax_cross_entropy(Floats{0, 200, 0}, Floats{0, 1, 0}, {}, 3) == 0);
  // A good prediction's small loss is not rounded away: log(1 + e^-10).
  CHECK(sigmoid_cross_entropy(Floats{10}, Floats{1}, {}) == doctest::Approx(4.5398899e-5).epsilon(1e-5));
}

TEST_CASE(
    "losses: a prediction that is sure and wrong costs its logit, finite where a probability would be 0") {
  CHECK(sigmoid_cross_entropy(Floats{1000}, Floats{0}, {}) == 1000);
  CHECK(sigmoid_cross_entropy(Floats{-1000}, Floats{1}, {}) == 1000);
  CHECK(softmax_cross_entropy(Floats{1000, 0}, Floats{0, 1}, {}, 2) == 1000);
  Floats d(2);
  (void)softmax_cross_entropy(Floats{1000, 0}, Floats{0, 1}, d, 2);
  CHECK(d == Floats{1, -1});
}

TEST_CASE("softmax_cross_entropy: d(loss)/d(logits) = (p - onehot) / rows, and rows sum to 0") {
  const Floats z = random_values(3 * 6, 8, -3, 3), t = targets(3, 6);
  Floats d(z.size());
  (void)softmax_cross_entropy(z, t, d, 6);
  for (std::size_t row = 0; row < 3; ++row) {
    const auto p =
        nw::test::activated("softmax", std::vector<double>(z.begin() + static_cast<long>(row * 6),
                                                           z.begin() + static_cast<long>(row * 6 + 6)));
    double sum = 0;
    for (std::size_t c = 0; c < 6; ++c) {
      CHECK(std::fabs(d[row * 6 + c] - (p[c] - t[row * 6 + c]) / 3) < 1e-7);
      sum += d[row * 6 + c];
    }
    CHECK(std::fabs(sum) < 1e-7);
  }
}

TEST_CASE("losses: one NaN or infinity among many makes the loss non-finite, wherever it stands") {
  for (const Loss& loss : kLosses) {
    for (std::size_t at = 0; at < 14; ++at) {
      for (float bad : {kNan, kInf}) {
        Floats x = random_values(14, 2), t = targets(2, 7);
        x[at] = bad;
        CAPTURE(loss.name);
        CAPTURE(at);
        CHECK(!std::isfinite(loss.value(x, t, {}, 7)));
      }
    }
  }
}

TEST_CASE("mean_squared_error: an error too large for a float's square is still a number") {
  CHECK(mean_squared_error(Floats{1e30f}, Floats{0.0f}, {}) == doctest::Approx(1e60));
}

TEST_CASE("half_squared_error: half of the mean squared error, gradient and all") {
  const Floats y = random_values(13, 5, -3, 3), t = random_values(13, 6);
  Floats whole(13), half(13);
  CHECK(half_squared_error(y, t, half) == mean_squared_error(y, t, whole) / 2);
  for (std::size_t i = 0; i < 13; ++i) CHECK(half[i] == doctest::Approx(whole[i] / 2).epsilon(1e-6));
}

TEST_CASE("mean_absolute_error: the slope is the sign of the error, and 0 where there is none") {
  Floats d(5);
  CHECK(mean_absolute_error(Floats{3, -2, 0, -0.0f, 7}, Floats{1, 2, 0, 0, 7}, d) == doctest::Approx(1.2));
  CHECK(d == Floats{0.2f, -0.2f, 0, 0, 0});
}

TEST_CASE("huber_loss: a parabola up to delta, a line beyond, without a step between them") {
  Floats d(1);
  const auto at = [&](float error, double delta) { return huber_loss(Floats{error}, Floats{0}, d, delta); };
  CHECK(at(2, 2) == 2);
  CHECK(d[0] == 2);
  CHECK(at(3, 2) == 4);
  CHECK(d[0] == 2);
  CHECK(at(-1e30f, 2) == doctest::Approx(2e30));
  CHECK(d[0] == -2);
  const Floats y = random_values(9, 4, -3, 3), t = random_values(9, 5);
  CHECK(huber_loss(y, t, {}, 100) == half_squared_error(y, t, {}));
  CHECK(huber_loss(y, t, {}, 1e-6) == doctest::Approx(1e-6 * mean_absolute_error(y, t, {})).epsilon(1e-4));
}

TEST_CASE("label smoothing: the least loss is where the probabilities are the smoothed targets") {
  const Floats t{0, 1, 0, 0};
  const double low = kSmoothing / 4, high = 1 - 3 * low;
  const auto logit = static_cast<float>(std::log(high / low));
  Floats d(4);
  (void)softmax_cross_entropy(Floats{0, logit, 0, 0}, t, d, 4, kSmoothing);
  for (const float slope : d) CHECK(std::fabs(slope) < 1e-6);
  Floats single(1);
  (void)sigmoid_cross_entropy(Floats{static_cast<float>(std::log(0.85 / 0.15))}, Floats{1}, single,
                              kSmoothing);
  CHECK(std::fabs(single[0]) < 1e-6);
}
