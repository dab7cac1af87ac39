#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/rng.hpp"
#include "data/dataset.hpp"
#include "model/spec.hpp"
#include "support/reference.hpp"
#include "training/reference_optimizer.hpp"
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
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      layers_[l].kernel_state.frozen.assign(layers_[l].kernel.size(), !spec.layers[l].trainable);
      layers_[l].bias_state.frozen.assign(layers_[l].bias.size(), !spec.layers[l].trainable);
    }
    empty_slots();
  }

  void train(int steps) {
    while (steps-- > 0) step();
  }

  // What commands do.
  void set_learning_rate(double rate) { spec_.optimizer.learning_rate = rate; }
  void set_regularizer(const model::RegularizerSpec& regularizer) { spec_.regularizer = regularizer; }
  void set_layer_penalty(std::size_t layer, std::optional<model::Penalty> own) {
    spec_.layers[layer].regularizer = own;
  }
  void set_batch_size(int size) { spec_.batch_size = size; }

  void set_optimizer(const model::OptimizerSpec& optimizer) {
    const bool other = optimizer.type != spec_.optimizer.type;
    if (!(optimizer.schedule == spec_.optimizer.schedule)) schedule_since_ = step_;
    spec_.optimizer = optimizer;
    if (!other) return;
    optimizer_since_ = step_;
    empty_slots();
  }

  void set_frozen(int parameter, int index, bool frozen) {
    Layer& layer = layers_[std::size_t(parameter / 2)];
    auto& all = (parameter % 2 == 0 ? layer.kernel_state : layer.bias_state).frozen;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (index < 0 || std::size_t(index) == i) all[i] = frozen;
    }
  }

  /// In the engine's order of parameters: kernel, bias, kernel, bias, …
  std::vector<double> parameter(int index) const {
    const Layer& layer = layers_[std::size_t(index / 2)];
    return index % 2 == 0 ? layer.kernel : layer.bias;
  }

 private:
  using Row = std::vector<double>;

  struct State {
    std::vector<ReferenceSlots> slots;
    std::vector<char> frozen;
  };

  struct Layer {
    int in, out;
    model::Activation activation;
    Row kernel, bias;  // kernel [in, out]
    Row d_kernel = {}, d_bias = {};
    State kernel_state = {}, bias_state = {};
  };

  static std::string name_of(model::Activation a) {
    return kernels::kActivationNames[static_cast<std::size_t>(a)];
  }
  static Row activate(model::Activation a, const Row& z) { return activated(name_of(a), z); }

  /// dL/dz from dL/dy by the whole Jacobian.
  static Row through_activation(model::Activation a, const Row& z, const Row& d_y) {
    return activation_gradient(name_of(a), z, d_y);
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
      const Row d_z = through_activation(layer.activation, z[l], d);
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

  void empty_slots() {
    for (Layer& layer : layers_) {
      layer.kernel_state.slots.assign(layer.kernel.size(), ReferenceSlots::of(spec_.optimizer));
      layer.bias_state.slots.assign(layer.bias.size(), ReferenceSlots::of(spec_.optimizer));
    }
  }

  /// Calls work(weights, gradient, state, penalty, is_kernel) for every parameter.
  template <class Work>
  void for_parameters(Work work) {
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      Layer& layer = layers_[l];
      const model::Penalty all{spec_.regularizer.l1, spec_.regularizer.l2};
      const model::Penalty penalty = spec_.layers[l].regularizer.value_or(all);
      work(layer.kernel, layer.d_kernel, layer.kernel_state, penalty, true);
      work(layer.bias, layer.d_bias, layer.bias_state, spec_.regularizer.biases ? penalty : model::Penalty{},
           false);
    }
  }

  static double sign(double w) { return w > 0 ? 1 : w < 0 ? -1 : 0; }

  void update_weights() {
    const auto& o = spec_.optimizer;
    const bool proximal = spec_.regularizer.l1_update == model::L1Update::proximal;
    double squares = 0;
    for_parameters([&](Row& w, Row& d, State& state, model::Penalty penalty, bool) {
      for (std::size_t i = 0; i < w.size(); ++i) {
        d[i] += penalty.l2 * w[i] + (proximal ? 0.0 : penalty.l1 * sign(w[i]));
        if (o.clip_value > 0) d[i] = std::clamp(d[i], -o.clip_value, o.clip_value);
        if (!state.frozen[i]) squares += d[i] * d[i];
      }
    });
    const double scale = o.clip_norm > 0 ? std::min(1.0, o.clip_norm / (std::sqrt(squares) + 1e-6)) : 1.0;
    const double rate = o.learning_rate * reference_factor(o.schedule, step_ - schedule_since_);
    for_parameters([&](Row& w, Row& d, State& state, model::Penalty penalty, bool is_kernel) {
      for (std::size_t i = 0; i < w.size(); ++i) {
        if (state.frozen[i]) continue;
        w[i] = reference_update(o, rate, step_ - optimizer_since_ + 1, w[i], scale * d[i], state.slots[i],
                                is_kernel || o.decay_biases);
        if (proximal) w[i] = sign(w[i]) * std::max(std::fabs(w[i]) - rate * penalty.l1, 0.0);
      }
    });
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
    update_weights();
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
  int step_ = 0, optimizer_since_ = 0, schedule_since_ = 0;
};

}  // namespace nw::test
