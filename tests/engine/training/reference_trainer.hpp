#pragma once

#include <cmath>
#include <cstddef>
#include <utility>
#include <vector>

#include "core/rng.hpp"
#include "data/dataset.hpp"
#include "model/spec.hpp"
#include "training/run.hpp"

namespace nw::test {

/// Training of dense networks from the definitions, in double, one number after the other. Shares the start
/// weights and the random numbers of the shuffle with the engine, and no arithmetic.
class ReferenceTrainer {
 public:
  ReferenceTrainer(const training::Run& run, const model::NetworkSpec& spec)
      : spec_(spec),
        data_(run.dataset()),
        rows_(run.dataset().train_rows().begin(), run.dataset().train_rows().end()) {
    int in = spec.input_shape[0];
    for (std::size_t l = 0; l < spec.layers.size(); ++l) {
      const auto kernel = run.parameter(int(2 * l)), bias = run.parameter(int(2 * l + 1));
      layers_.push_back({in,
                         spec.layers[l].units,
                         spec.layers[l].activation,
                         {kernel.begin(), kernel.end()},
                         {bias.begin(), bias.end()}});
      in = spec.layers[l].units;
    }
    for (auto& layer : layers_) {
      layer.m.assign(layer.kernel.size() + layer.bias.size(), 0.0);
      layer.v = layer.m;
    }
  }

  void train(int steps) {
    while (steps-- > 0) step();
  }

  /// In the engine's order of parameters: kernel, bias, kernel, bias, …
  std::vector<double> parameter(int index) const {
    const Layer& layer = layers_[std::size_t(index / 2)];
    return index % 2 == 0 ? layer.kernel : layer.bias;
  }

 private:
  using Row = std::vector<double>;

  struct Layer {
    int in, out;
    model::Activation activation;
    Row kernel, bias;  // kernel [in, out]
    Row d_kernel = {}, d_bias = {};
    Row m = {}, v = {};  // kernel, then bias
  };

  static Row activate(model::Activation a, const Row& z) {
    Row y(z.size());
    double sum = 0;
    for (const double value : z) sum += std::exp(value);
    for (std::size_t i = 0; i < z.size(); ++i) {
      switch (a) {
        case model::Activation::linear:
          y[i] = z[i];
          break;
        case model::Activation::relu:
          y[i] = z[i] > 0 ? z[i] : 0;
          break;
        case model::Activation::sigmoid:
          y[i] = 1 / (1 + std::exp(-z[i]));
          break;
        case model::Activation::tanh:
          y[i] = std::tanh(z[i]);
          break;
        case model::Activation::softmax:
          y[i] = std::exp(z[i]) / sum;
          break;
      }
    }
    return y;
  }

  /// dL/dz from dL/dy by the whole Jacobian.
  static Row through_activation(model::Activation a, const Row& z, const Row& y, const Row& d_y) {
    Row d_z(z.size(), 0.0);
    for (std::size_t i = 0; i < z.size(); ++i) {
      switch (a) {
        case model::Activation::linear:
          d_z[i] = d_y[i];
          break;
        case model::Activation::relu:
          d_z[i] = z[i] > 0 ? d_y[i] : 0;
          break;
        case model::Activation::sigmoid:
          d_z[i] = d_y[i] * y[i] * (1 - y[i]);
          break;
        case model::Activation::tanh:
          d_z[i] = d_y[i] * (1 - y[i] * y[i]);
          break;
        case model::Activation::softmax:
          for (std::size_t j = 0; j < z.size(); ++j) d_z[i] += d_y[j] * y[j] * ((i == j ? 1.0 : 0.0) - y[i]);
          break;
      }
    }
    return d_z;
  }

  Row target(int row) const {
    const int units = layers_.back().out;
    if (data_.classes() == 0) {
      const float* t = data_.targets().data() + std::size_t(row) * std::size_t(units);
      return Row(t, t + units);
    }
    const int label = int(data_.targets()[std::size_t(row)]);
    if (units == 1) {
      const bool symmetric = layers_.back().activation == model::Activation::tanh ||
                             layers_.back().activation == model::Activation::linear;
      return {label == 1 ? 1.0 : (symmetric ? -1.0 : 0.0)};
    }
    Row t(std::size_t(units), 0.0);
    t[std::size_t(label)] = 1.0;
    return t;
  }

  /// d(mean loss of the batch)/dy of one row, by the definition of the loss on the activation's OUTPUT: not
  /// fused.
  Row loss_gradient(const Row& y, const Row& t, double batch) const {
    Row d(y.size());
    const double units = double(y.size());
    const double smoothing = spec_.loss_options.label_smoothing;
    for (std::size_t i = 0; i < y.size(); ++i) {
      const double e = y[i] - t[i], delta = spec_.loss_options.delta;
      switch (spec_.loss) {
        case model::LossType::mean_squared_error:
          d[i] = 2 * (y[i] - t[i]) / (batch * units);
          break;
        case model::LossType::binary_crossentropy:
          d[i] = (y[i] - t[i] * (1 - smoothing) - smoothing / 2) / (y[i] * (1 - y[i])) / (batch * units);
          break;
        case model::LossType::categorical_crossentropy:
        case model::LossType::sparse_categorical_crossentropy:
          d[i] = -(t[i] * (1 - smoothing) + smoothing / units) / y[i] / batch;
          break;
        case model::LossType::half_squared_error:
          d[i] = e / (batch * units);
          break;
        case model::LossType::mean_absolute_error:
          d[i] = (e > 0 ? 1 : e < 0 ? -1 : 0) / (batch * units);
          break;
        case model::LossType::huber:
          d[i] = (std::fabs(e) <= delta ? e : e > 0 ? delta : -delta) / (batch * units);
          break;
      }
    }
    return d;
  }

  void backpropagate(int row, double batch) {
    std::vector<Row> y{Row(data_.inputs().begin() + std::ptrdiff_t(row) * data_.columns(),
                           data_.inputs().begin() + std::ptrdiff_t(row + 1) * data_.columns())};
    std::vector<Row> z;
    for (const Layer& layer : layers_) {
      Row sum = layer.bias;
      for (int o = 0; o < layer.out; ++o) {
        for (int i = 0; i < layer.in; ++i)
          sum[std::size_t(o)] += y.back()[std::size_t(i)] * layer.kernel[std::size_t(i * layer.out + o)];
      }
      z.push_back(sum);
      y.push_back(activate(layer.activation, sum));
    }
    Row d = loss_gradient(y.back(), target(row), batch);
    for (std::size_t l = layers_.size(); l-- > 0;) {
      Layer& layer = layers_[l];
      const Row d_z = through_activation(layer.activation, z[l], y[l + 1], d);
      Row d_in(std::size_t(layer.in), 0.0);
      for (int o = 0; o < layer.out; ++o) {
        layer.d_bias[std::size_t(o)] += d_z[std::size_t(o)];
        for (int i = 0; i < layer.in; ++i) {
          layer.d_kernel[std::size_t(i * layer.out + o)] += d_z[std::size_t(o)] * y[l][std::size_t(i)];
          d_in[std::size_t(i)] += d_z[std::size_t(o)] * layer.kernel[std::size_t(i * layer.out + o)];
        }
      }
      d = d_in;
    }
  }

  void update(Row& weights, const Row& gradient, Row& m, Row& v, std::size_t at) {
    const auto& o = spec_.optimizer;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (o.type == model::OptimizerType::sgd) {
        weights[i] -= o.learning_rate * gradient[i];
        continue;
      }
      double& first = m[at + i];
      double& second = v[at + i];
      first = o.beta1 * first + (1 - o.beta1) * gradient[i];
      second = o.beta2 * second + (1 - o.beta2) * gradient[i] * gradient[i];
      const double m_hat = first / (1 - std::pow(o.beta1, step_ + 1)),
                   v_hat = second / (1 - std::pow(o.beta2, step_ + 1));
      weights[i] -= o.learning_rate * m_hat / (std::sqrt(v_hat) + o.epsilon);
    }
  }

  void step() {
    if (used_ == 0) {
      order_ = rows_;
      const core::Rng rng(spec_.seed, core::Purpose::shuffle, epoch_);
      for (std::size_t last = order_.size() - 1; last > 0; --last)
        std::swap(order_[last], order_[rng.below(last, std::uint32_t(last + 1))]);
    }
    const std::size_t size = std::min(std::size_t(spec_.batch_size), order_.size() - used_);
    for (Layer& layer : layers_) {
      layer.d_kernel.assign(layer.kernel.size(), 0.0);
      layer.d_bias.assign(layer.bias.size(), 0.0);
    }
    for (std::size_t i = 0; i < size; ++i) backpropagate(order_[used_ + i], double(size));
    for (Layer& layer : layers_) {
      for (std::size_t i = 0; i < layer.kernel.size(); ++i) {
        const double w = layer.kernel[i];
        layer.d_kernel[i] += spec_.regularizer.l2 * w + spec_.regularizer.l1 * (w > 0 ? 1 : w < 0 ? -1 : 0);
      }
      update(layer.kernel, layer.d_kernel, layer.m, layer.v, 0);
      update(layer.bias, layer.d_bias, layer.m, layer.v, layer.kernel.size());
    }
    ++step_;
    used_ += size;
    if (used_ == order_.size()) {
      used_ = 0;
      ++epoch_;
    }
  }

  model::NetworkSpec spec_;
  const data::Dataset& data_;
  std::vector<std::int32_t> rows_, order_;
  std::vector<Layer> layers_;
  std::size_t used_ = 0;
  std::uint64_t epoch_ = 0;
  int step_ = 0;
};

}  // namespace nw::test
