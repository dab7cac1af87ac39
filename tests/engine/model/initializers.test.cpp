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
