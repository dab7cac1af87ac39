#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

// Textbook mathematics in double precision, sharing no code with the engine.

namespace nw::test {

using Doubles = std::vector<double>;

inline Doubles doubles(const std::vector<float>& values) { return {values.begin(), values.end()}; }

inline double sigmoid_of(double x) { return 1 / (1 + std::exp(-x)); }

// The scales of Klambauer et al. (2017), to the digits that they give.
inline constexpr double kSeluScaleReference = 1.0507009873554804934193349852946;
inline constexpr double kSeluAlphaReference = 1.6732632423543772848170429916717;

/// The alpha of leakyRelu and elu, where nobody says otherwise.
inline double usual_alpha(const std::string& name) { return name == "leakyRelu" ? 0.2 : 1.0; }

/// An elementwise activation.
inline double activated1(const std::string& name, double x, double alpha) {
  const double pi = std::acos(-1.0);
  if (name == "relu") return x > 0 ? x : 0;
  if (name == "sigmoid") return sigmoid_of(x);
  if (name == "tanh") return std::tanh(x);
  if (name == "leakyRelu") return x > 0 ? x : alpha * x;
  if (name == "elu") return x > 0 ? x : alpha * std::expm1(x);
  if (name == "selu") return kSeluScaleReference * (x > 0 ? x : kSeluAlphaReference * std::expm1(x));
  if (name == "gelu") return x * std::erfc(-x / std::sqrt(2.0)) / 2;
  if (name == "geluApproximate")
    return x / 2 * (1 + std::tanh(std::sqrt(2 / pi) * (x + 0.044715 * x * x * x)));
  if (name == "silu") return x * sigmoid_of(x);
  if (name == "softplus") return std::log1p(std::exp(x));
  return x;
}

/// Its derivative.
inline double slope1(const std::string& name, double x, double alpha) {
  const double pi = std::acos(-1.0), s = sigmoid_of(x);
  if (name == "relu") return x > 0 ? 1 : 0;
  if (name == "sigmoid") return s * (1 - s);
  if (name == "tanh") return 1 - std::tanh(x) * std::tanh(x);
  if (name == "leakyRelu") return x > 0 ? 1 : alpha;
  if (name == "elu") return x > 0 ? 1 : alpha * std::exp(x);
  if (name == "selu") return kSeluScaleReference * (x > 0 ? 1 : kSeluAlphaReference * std::exp(x));
  if (name == "gelu")
    return std::erfc(-x / std::sqrt(2.0)) / 2 + x * std::exp(-x * x / 2) / std::sqrt(2 * pi);
  if (name == "geluApproximate") {
    const double t = std::tanh(std::sqrt(2 / pi) * (x + 0.044715 * x * x * x));
    return (1 + t) / 2 + x / 2 * (1 - t * t) * std::sqrt(2 / pi) * (1 + 3 * 0.044715 * x * x);
  }
  if (name == "silu") return s + x * s * (1 - s);
  if (name == "softplus") return s;
  return 1;
}

/// The activation of one row.
inline Doubles activated(const std::string& name, Doubles row) {
  if (name == "softmax") {
    long double total = 0;
    for (double x : row) total += std::exp(static_cast<long double>(x));
    for (double& x : row) x = static_cast<double>(std::exp(static_cast<long double>(x)) / total);
    return row;
  }
  for (double& x : row) x = activated1(name, x, usual_alpha(name));
  return row;
}

/// dL/dx of one row, from x and dL/dy.
inline Doubles activation_gradient(const std::string& name, const Doubles& x, const Doubles& d_y) {
  Doubles d_x = d_y;
  const Doubles y = activated(name, x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (name != "softmax") {
      d_x[i] = d_y[i] * slope1(name, x[i], usual_alpha(name));
      continue;
    }
    d_x[i] = 0;
    for (std::size_t j = 0; j < x.size(); ++j) d_x[i] += d_y[j] * y[j] * ((i == j ? 1 : 0) - y[i]);
  }
  return d_x;
}

}  // namespace nw::test
