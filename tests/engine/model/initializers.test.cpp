#include "model/initializers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace nw::model;
using nw::layers::ParameterInfo;

namespace {

constexpr int kIn = 300, kOut = 100;
constexpr double kSize = double(kIn) * kOut;

std::vector<float> drawn(const InitializerSpec& spec, std::uint64_t seed = 1,
                         const char* name = "dense_1/kernel") {
  ParameterInfo info{name, {kIn, kOut}, kIn, kOut, nw::layers::Role::kernel};
  std::vector<float> out(static_cast<std::size_t>(kSize), -99.0f);
  initialize(spec, info, seed, out);
  return out;
}

struct Moments {
  double mean = 0, variance = 0, fourth = 0;
};

Moments moments(const std::vector<float>& values) {
  Moments m;
  for (const float v : values) m.mean += v;
  m.mean /= double(values.size());
  for (const float v : values) {
    m.variance += std::pow(v - m.mean, 2);
    m.fourth += std::pow(v - m.mean, 4);
  }
  m.variance /= double(values.size());
  m.fourth /= double(values.size());
  return m;
}

/// Mean and variance within five standard errors of what the formula promises; the errors from the sample
/// itself.
void check_moments(const std::vector<float>& values, double mean, double variance) {
  const Moments m = moments(values);
  CHECK(std::fabs(m.mean - mean) < 5.0 * std::sqrt(variance / kSize));
  CHECK(std::fabs(m.variance - variance) < 5.0 * std::sqrt((m.fourth - m.variance * m.variance) / kSize));
}

double largest(const std::vector<float>& values) {
  double found = 0;
  for (const float v : values) found = std::max(found, std::fabs(double(v)));
  return found;
}

/// Within the bound, and so close to it that another bound would be noticed.
void check_bound(const std::vector<float>& values, double bound) {
  CHECK(largest(values) <= bound * 1.000001);
  CHECK(largest(values) > bound * 0.99);
}

}  // namespace

TEST_CASE("initializers: zeros and constant") {
  for (const float v : drawn({InitializerType::zeros})) REQUIRE(v == 0.0f);
  for (const float v : drawn({InitializerType::constant, 0.25})) REQUIRE(v == 0.25f);
}

TEST_CASE("initializers: random uniform and normal have their mean, deviation and bounds") {
  const auto uniform = drawn({InitializerType::random_uniform, 0, -0.2, 0.6});
  check_moments(uniform, 0.2, 0.8 * 0.8 / 12);
  CHECK(*std::min_element(uniform.begin(), uniform.end()) >= -0.2f);
  CHECK(*std::max_element(uniform.begin(), uniform.end()) <= 0.6f);
  check_moments(drawn({InitializerType::random_normal, 0, 0, 0, 0.3, 0.5}), 0.3, 0.25);
}

TEST_CASE("initializers: glorot and he have the variance of their fans, the uniform ones its bound") {
  const double glorot = 2.0 / (kIn + kOut), he = 2.0 / kIn;
  check_moments(drawn({InitializerType::glorot_uniform}), 0, glorot);
  check_bound(drawn({InitializerType::glorot_uniform}), std::sqrt(3 * glorot));
  check_moments(drawn({InitializerType::he_uniform}), 0, he);
  check_bound(drawn({InitializerType::he_uniform}), std::sqrt(3 * he));
}

TEST_CASE(
    "initializers: the normal ones keep that variance although they are cut at two deviations, as in Keras") {
  const double glorot = 2.0 / (kIn + kOut), he = 2.0 / kIn;
  check_moments(drawn({InitializerType::glorot_normal}), 0, glorot);
  check_bound(drawn({InitializerType::glorot_normal}), 2 * std::sqrt(glorot) / 0.87962566103423978);
  check_moments(drawn({InitializerType::he_normal}), 0, he);
  check_bound(drawn({InitializerType::he_normal}), 2 * std::sqrt(he) / 0.87962566103423978);
}

TEST_CASE("initializers: seed and parameter name choose the draw, nothing else does") {
  const InitializerSpec spec{InitializerType::glorot_uniform};
  CHECK(drawn(spec, 1) == drawn(spec, 1));
  CHECK(drawn(spec, 1) != drawn(spec, 2));
  CHECK(drawn(spec, 1) != drawn(spec, 1, "dense_2/kernel"));
}

TEST_CASE("initializers: two parameters of a seed are not correlated") {
  const auto a = drawn({InitializerType::glorot_uniform}),
             b = drawn({InitializerType::glorot_uniform}, 1, "dense_2/kernel");
  double product = 0;
  for (std::size_t i = 0; i < a.size(); ++i) product += double(a[i]) * b[i];
  const double variance = 2.0 / (kIn + kOut);
  CHECK(std::fabs(product / kSize) < 5.0 * variance / std::sqrt(kSize));
}

TEST_CASE("initializers: the table is in the order of its enum") {
  for (std::size_t i = 0; i < initializers().size(); ++i)
    CHECK(static_cast<std::size_t>(initializers()[i].type) == i);
}

TEST_CASE("initializers: ones, identity with its gain, square or not") {
  for (const float v : drawn({InitializerType::ones})) REQUIRE(v == 1.0f);
  InitializerSpec spec{InitializerType::identity};
  spec.gain = -1.5;
  const auto values = drawn(spec);
  for (int row = 0; row < kIn; ++row) {
    for (int col = 0; col < kOut; ++col)
      REQUIRE(values[static_cast<std::size_t>(row * kOut + col)] == (row == col ? -1.5f : 0.0f));
  }
}

TEST_CASE(
    "initializers: truncated normal is cut at two deviations and not widened, as Keras' TruncatedNormal") {
  const auto values = drawn({InitializerType::truncated_normal, 0, 0, 0, 0.4, 0.1});
  check_moments(values, 0.4, std::pow(0.1 * 0.87962566103423978, 2));
  CHECK(*std::min_element(values.begin(), values.end()) >= 0.2f - 1e-7f);
  CHECK(*std::max_element(values.begin(), values.end()) <= 0.6f + 1e-7f);
  CHECK(*std::max_element(values.begin(), values.end()) > 0.59f);
}

TEST_CASE("initializers: variance scaling has scale / fan for every mode and distribution") {
  const struct {
    FanMode mode;
    double fan;
  } modes[] = {{FanMode::fan_in, kIn}, {FanMode::fan_out, kOut}, {FanMode::fan_avg, (kIn + kOut) / 2.0}};
  for (const auto& [mode, fan] : modes) {
    InitializerSpec spec{InitializerType::variance_scaling};
    spec.scale = 1.7;
    spec.mode = mode;
    const double variance = 1.7 / fan;
    CAPTURE(fan);
    check_moments(drawn(spec), 0, variance);
    check_bound(drawn(spec), 2 * std::sqrt(variance) / 0.87962566103423978);
    spec.distribution = Distribution::uniform;
    check_moments(drawn(spec), 0, variance);
    check_bound(drawn(spec), std::sqrt(3 * variance));
    spec.distribution = Distribution::untruncated_normal;
    check_moments(drawn(spec), 0, variance);
    CHECK(largest(drawn(spec)) > 3 * std::sqrt(variance));  // of 30,000, some 80
  }
}

TEST_CASE("initializers: variance scaling is glorot, he and lecun by other names") {
  const auto scaled = [](double scale, FanMode mode, Distribution distribution) {
    InitializerSpec spec{InitializerType::variance_scaling};
    spec.scale = scale;
    spec.mode = mode;
    spec.distribution = distribution;
    return drawn(spec);
  };
  const auto uniform = Distribution::uniform, cut = Distribution::truncated_normal;
  CHECK(scaled(1, FanMode::fan_avg, uniform) == drawn({InitializerType::glorot_uniform}));
  CHECK(scaled(2, FanMode::fan_in, cut) == drawn({InitializerType::he_normal}));
  CHECK(scaled(1, FanMode::fan_in, uniform) == drawn({InitializerType::lecun_uniform}));
  CHECK(scaled(1, FanMode::fan_in, cut) == drawn({InitializerType::lecun_normal}));
}

TEST_CASE("initializers: PyTorch's: the default within 1 / sqrt(fan in), the normal ones uncut") {
  const auto values = drawn({InitializerType::pytorch_default});
  check_bound(values, 1 / std::sqrt(double(kIn)));
  check_moments(values, 0, 1.0 / 3 / kIn);
  check_moments(drawn({InitializerType::pytorch_he_normal}), 0, 2.0 / kIn);
  CHECK(largest(drawn({InitializerType::pytorch_he_normal})) > 3 * std::sqrt(2.0 / kIn));
  check_moments(drawn({InitializerType::pytorch_glorot_normal}), 0, 2.0 / (kIn + kOut));
  CHECK(largest(drawn({InitializerType::pytorch_glorot_normal})) > 3 * std::sqrt(2.0 / (kIn + kOut)));
}

TEST_CASE("initializers: orthogonal columns of length gain, seen over a convolution's kernel flattened") {
  InitializerSpec spec{InitializerType::orthogonal};
  spec.gain = 2;
  ParameterInfo info{"conv2d_1/kernel", {3, 3, 4, 6}, 36, 54, nw::layers::Role::kernel};
  std::vector<float> q(3 * 3 * 4 * 6), other(q.size());
  initialize(spec, info, 1, q);
  initialize(spec, info, 2, other);
  CHECK(q != other);
  for (std::size_t a = 0; a < 6; ++a) {
    for (std::size_t b = 0; b < 6; ++b) {
      double sum = 0;
      for (std::size_t i = 0; i < 36; ++i) sum += double(q[i * 6 + a]) * double(q[i * 6 + b]);
      CHECK(std::fabs(sum - (a == b ? 4 : 0)) < 2e-6);
    }
  }
}

TEST_CASE("initializers: orthogonal matrices are uniform: an element has mean 0 and variance 1 / side") {
  constexpr std::size_t kSide = 4, kDraws = 2000;
  std::vector<double> sum(kSide * kSide), squares(kSide * kSide);
  for (std::size_t seed = 0; seed < kDraws; ++seed) {
    ParameterInfo info{"dense_1/kernel", {kSide, kSide}, kSide, kSide, nw::layers::Role::kernel};
    std::vector<float> q(kSide * kSide);
    initialize({InitializerType::orthogonal}, info, seed, q);
    for (std::size_t i = 0; i < q.size(); ++i) {
      sum[i] += q[i] / double(kDraws);
      squares[i] += double(q[i]) * q[i] / double(kDraws);
    }
  }
  // Of a unit vector's element x^2 is Beta(1/2, 3/2): mean 1/4, variance 1/16.
  for (std::size_t i = 0; i < sum.size(); ++i) {
    CAPTURE(i);
    CHECK(std::fabs(sum[i]) < 5 * 0.5 / std::sqrt(double(kDraws)));
    CHECK(std::fabs(squares[i] - 0.25) < 5 * 0.25 / std::sqrt(double(kDraws)));
  }
}

TEST_CASE("initializers: what orthogonal and identity cannot fill is refused at its place") {
  const auto refused = [](InitializerType type, nw::core::Shape shape) {
    ParameterInfo info{"dense_1/kernel", shape, 1, 1, nw::layers::Role::kernel};
    const auto status = check_initializer({type}, info, "here");
    return status.ok() ? nw::core::Errc::ok : status.error().code;
  };
  using nw::core::Errc;
  CHECK(refused(InitializerType::identity, {3, 4}) == Errc::ok);
  CHECK(refused(InitializerType::identity, {3}) == Errc::bad_spec);
  CHECK(refused(InitializerType::identity, {3, 3, 1, 1}) == Errc::bad_spec);
  CHECK(refused(InitializerType::orthogonal, {3, 3, 2, 5}) == Errc::ok);
  CHECK(refused(InitializerType::orthogonal, {3}) == Errc::bad_spec);
  CHECK(refused(InitializerType::orthogonal, {1024, 1024}) == Errc::ok);
  CHECK(refused(InitializerType::orthogonal, {1024, 1025}) == Errc::bad_value);
  CHECK(refused(InitializerType::orthogonal, {1025, 1025}) == Errc::bad_value);
  CHECK(refused(InitializerType::zeros, {3}) == Errc::ok);
}
