#pragma once

#include <cmath>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "layers/conv2d.hpp"
#include "layers/depthwise_conv2d.hpp"
#include "layers/locally_connected2d.hpp"
#include "support/reference.hpp"
#include "support/values.hpp"

namespace nw::test {

enum class ConvKind { conv2d, depthwise, local };

/// One convolution, in the order in which people say it: 3x3 kernel, and so on.
struct ConvSize {
  ConvKind kind = ConvKind::conv2d;
  int height = 1, width = 1, channels = 1;
  int filters = 1;  // or the multiplier
  std::array<int, 2> kernel{1, 1}, strides{1, 1}, dilation{1, 1};
  bool same = false;
  int batch = 2;

  layers::ConvOptions options() const { return {kernel, strides, dilation, same}; }
  core::Shape input() const { return {height, width, channels}; }
  std::string text() const {
    const auto pair = [](const std::array<int, 2>& p) {
      return std::to_string(p[0]) + "x" + std::to_string(p[1]);
    };
    const char* kinds[] = {"conv2d", "depthwise", "local"};
    return std::string(kinds[static_cast<int>(kind)]) + " on " + std::to_string(batch) + "x" +
           std::to_string(height) + "x" + std::to_string(width) + "x" + std::to_string(channels) +
           ", filters " + std::to_string(filters) + ", kernel " + pair(kernel) + ", strides " +
           pair(strides) + ", dilation " + pair(dilation) + (same ? ", same" : ", valid");
  }
};

inline core::Result<std::unique_ptr<layers::Layer>> make_conv(const ConvSize& size,
                                                              const std::string& activation = "linear") {
  int index = 0;
  while (kernels::kActivationNames[index] != activation) ++index;
  const auto kind = static_cast<kernels::Activation>(index);
  switch (size.kind) {
    case ConvKind::conv2d:
      break;
    case ConvKind::depthwise:
      return layers::DepthwiseConv2d::make("conv", size.input(), size.filters, size.options(), kind);
    case ConvKind::local:
      return layers::LocallyConnected2d::make("conv", size.input(), size.filters, size.options(), kind);
  }
  return layers::Conv2d::make("conv", size.input(), size.filters, size.options(), kind);
}

/// A convolution with everything that surrounds it in a network, and what it computes by the definition:
/// loops in double over every tap of every place, sharing no code with the engine.
struct ConvCase {
  static constexpr std::size_t kBefore = 8;  // floats of the arena that belong to others
  static constexpr float kStranger = 77.0f;

  ConvSize size;
  std::string activation;
  layers::Stage stage;
  std::unique_ptr<layers::Layer> layer;
  int out_height, out_width, outs;
  std::vector<float> params, x, d_y;

  explicit ConvCase(const ConvSize& sizes, const std::string& name = "linear",
                    layers::Stage at = layers::Stage::output, std::uint64_t seed = 1)
      : size(sizes), activation(name), stage(at), layer(std::move(make_conv(sizes, name)).value()) {
    const auto places = [&](int in, std::size_t axis) {
      const int reach = (size.kernel[axis] - 1) * size.dilation[axis] + 1;
      return size.same ? (in + size.strides[axis] - 1) / size.strides[axis]
                       : (in - reach + size.strides[axis]) / size.strides[axis];
    };
    out_height = places(size.height, 0);
    out_width = places(size.width, 1);
    outs = size.kind == ConvKind::depthwise ? size.channels * size.filters : size.filters;
    const std::size_t end = layer->place_parameters(kBefore);
    const int inputs_of_unit =
        size.kernel[0] * size.kernel[1] * (size.kind == ConvKind::depthwise ? 1 : size.channels);
    const float limit = 1.5f / std::sqrt(static_cast<float>(inputs_of_unit));
    params = random_values(end + kBefore, seed, -limit, limit);
    x = random_values(count(size.batch, size.height, size.width, size.channels), seed + 1, -1.5f, 1.5f);
    d_y = random_values(count(size.batch, out_height, out_width, outs), seed + 2, -1, 1);
  }

  // ---- the engine

  std::vector<float> forward(const std::vector<float>& arena, const std::vector<float>& input,
                             layers::Stage at, parallel::Pool* pool = nullptr) const {
    std::vector<float> cache(layer->cache_floats(size.batch));
    return forward(arena, input, at, cache, pool);
  }

  std::vector<float> forward(const std::vector<float>& arena, const std::vector<float>& input,
                             layers::Stage at, std::span<float> cache, parallel::Pool* pool) const {
    std::vector<float> y(d_y.size()), scratch(layer->scratch_floats(size.batch), kNan);
    layer->forward(arena.data(), input.data(), y.data(), size.batch, context(at, scratch, cache, pool));
    return y;
  }

  static layers::Context context(layers::Stage at, std::span<float> scratch, std::span<float> cache,
                                 parallel::Pool* pool) {
    layers::Context made;
    made.stage = at;
    made.training = true;
    made.scratch = scratch;
    made.cache = cache;
    made.pool = pool;
    return made;
  }

  struct Gradients {
    std::vector<float> d_params, d_x;
  };

  /// The gradients of sum d_y * y. d_x stays a stranger when it is not asked for.
  Gradients backward(bool with_d_x = true, parallel::Pool* pool = nullptr) const {
    std::vector<float> cache(layer->cache_floats(size.batch));
    const std::vector<float> y = forward(params, x, layers::Stage::output, cache, nullptr);
    std::vector<float> d = d_y, scratch(layer->scratch_floats(size.batch), kNan);
    Gradients got{std::vector<float>(params.size(), kStranger), std::vector<float>(x.size(), kStranger)};
    layer->backward(params.data(), x.data(), y.data(), d.data(), with_d_x ? got.d_x.data() : nullptr,
                    got.d_params.data(), size.batch, context(stage, scratch, cache, pool));
    return got;
  }

  /// One parameter, or its gradient, out of an arena.
  std::vector<float> part(const std::vector<float>& arena, std::size_t index) const {
    const auto& info = layer->parameters()[index];
    const auto at = arena.begin() + static_cast<long>(info.offset);
    return {at, at + static_cast<long>(info.shape.size())};
  }

  // ---- the definition

  Doubles preactivation() const {
    const std::vector<float> bias = part(params, 1), kernel = part(params, 0);
    const std::size_t biases = bias.size();
    Doubles z(d_y.size());
    for (std::size_t i = 0; i < z.size(); ++i) z[i] = bias[i % biases];
    for_each_term([&](std::size_t at_z, std::size_t at_x, std::size_t at_kernel) {
      z[at_z] += static_cast<double>(x[at_x]) * kernel[at_kernel];
    });
    return z;
  }

  /// Of the activation, place by place.
  Doubles output() const {
    Doubles y;
    by_place([&](const Doubles& z, std::size_t) {
      const Doubles row = activated(activation, z);
      y.insert(y.end(), row.begin(), row.end());
    });
    return y;
  }

  struct Reference {
    Doubles d_kernel, d_bias, d_x;
  };

  Reference reference() const {
    Doubles d_z = doubles(d_y);
    if (stage == layers::Stage::output) {
      by_place([&](const Doubles& z, std::size_t at) {
        const auto begin = d_z.begin() + static_cast<long>(at);
        const Doubles row = activation_gradient(activation, z, {begin, begin + outs});
        std::copy(row.begin(), row.end(), begin);
      });
    }
    const std::vector<float> kernel = part(params, 0);
    Reference want{Doubles(kernel.size()), Doubles(part(params, 1).size()), Doubles(x.size())};
    for (std::size_t i = 0; i < d_z.size(); ++i) want.d_bias[i % want.d_bias.size()] += d_z[i];
    for_each_term([&](std::size_t at_z, std::size_t at_x, std::size_t at_kernel) {
      want.d_kernel[at_kernel] += x[at_x] * d_z[at_z];
      want.d_x[at_x] += kernel[at_kernel] * d_z[at_z];
    });
    return want;
  }

 private:
  static std::size_t count(int a, int b, int c, int d) {
    return static_cast<std::size_t>(a) * static_cast<std::size_t>(b) * static_cast<std::size_t>(c) *
           static_cast<std::size_t>(d);
  }

  /// Zeros before the image, as TensorFlow's page says it: from the remainder of size by stride.
  int zeros_before(int in, std::size_t axis) const {
    if (!size.same) return 0;
    const int reach = (size.kernel[axis] - 1) * size.dilation[axis] + 1, rest = in % size.strides[axis];
    const int zeros = reach - (rest == 0 ? size.strides[axis] : rest);
    return zeros > 0 ? zeros / 2 : 0;
  }

  /// Calls add(index in z, index in x, index in the kernel) for every product of the definition.
  template <class Add>
  void for_each_term(Add add) const {
    const int top = zeros_before(size.height, 0), left = zeros_before(size.width, 1);
    const int taps = size.kernel[0] * size.kernel[1];
    for (int b = 0; b < size.batch; ++b) {
      for (int place = 0; place < out_height * out_width; ++place) {
        for (int tap = 0; tap < taps; ++tap) {
          const int iy = place / out_width * size.strides[0] + tap / size.kernel[1] * size.dilation[0] - top;
          const int ix = place % out_width * size.strides[1] + tap % size.kernel[1] * size.dilation[1] - left;
          if (iy < 0 || iy >= size.height || ix < 0 || ix >= size.width) continue;
          for (int c = 0; c < size.channels; ++c) {
            const int at_x = ((b * size.height + iy) * size.width + ix) * size.channels + c;
            for (int f = 0; f < size.filters; ++f) {
              int o = f, at_kernel = (tap * size.channels + c) * size.filters + f;
              if (size.kind == ConvKind::depthwise) o = c * size.filters + f;
              if (size.kind == ConvKind::local) at_kernel += place * taps * size.channels * size.filters;
              const int at_z = (b * out_height * out_width + place) * outs + o;
              add(static_cast<std::size_t>(at_z), static_cast<std::size_t>(at_x),
                  static_cast<std::size_t>(at_kernel));
            }
          }
        }
      }
    }
  }

  template <class Visit>
  void by_place(Visit visit) const {
    const Doubles z = preactivation();
    const auto row = static_cast<std::size_t>(outs);
    for (std::size_t at = 0; at < z.size(); at += row) {
      const auto begin = z.begin() + static_cast<long>(at);
      visit(Doubles(begin, begin + outs), at);
    }
  }
};

/// The largest error, relative to numbers above 1.
inline double largest_error(const std::vector<float>& got, const Doubles& want) {
  double worst = got.size() == want.size() ? 0 : INFINITY;
  for (std::size_t i = 0; worst < INFINITY && i < want.size(); ++i) {
    const double error = std::fabs(got[i] - want[i]) / (1 + std::fabs(want[i]));
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

}  // namespace nw::test
