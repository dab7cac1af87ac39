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

/// The activation of one row.
inline Doubles activated(const std::string& name, Doubles row) {
  if (name == "softmax") {
    long double total = 0;
    for (double x : row) total += std::exp(static_cast<long double>(x));
    for (double& x : row) x = static_cast<double>(std::exp(static_cast<long double>(x)) / total);
    return row;
  }
  for (double& x : row) {
    if (name == "relu") x = x > 0 ? x : 0;
    if (name == "sigmoid") x = sigmoid_of(x);
    if (name == "tanh") x = std::tanh(x);
  }
  return row;
}

/// dL/dx of one row, from x and dL/dy.
inline Doubles activation_gradient(const std::string& name, const Doubles& x, const Doubles& d_y) {
  Doubles d_x = d_y;
  const Doubles y = activated(name, x);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (name == "relu") d_x[i] = x[i] > 0 ? d_y[i] : 0;
    if (name == "sigmoid") d_x[i] = d_y[i] * y[i] * (1 - y[i]);
    if (name == "tanh") d_x[i] = d_y[i] * (1 - y[i] * y[i]);
    if (name == "softmax") {
      d_x[i] = 0;
      for (std::size_t j = 0; j < x.size(); ++j) d_x[i] += d_y[j] * y[j] * ((i == j ? 1 : 0) - y[i]);
    }
  }
  return d_x;
}

}  // namespace nw::test
