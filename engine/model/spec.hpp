#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernels/activations.hpp"

namespace nw::model {

using kernels::Activation;

enum class LayerType : int {
  dense,
  conv2d,
  depthwise_conv2d,
  locally_connected2d,
  max_pooling2d,
  average_pooling2d,
  global_average_pooling2d,
  flatten,
  reshape,
  dropout,
  batch_normalization,
  layer_normalization,
  activation
};

/// `same`: as many places as the input has, divided by the stride and rounded up; what is missing is zeros,
/// half of it (rounded down) before, as TensorFlow has it. `valid`: only places where the window lies inside.
enum class Padding : int { valid, same };

enum class LossType : int {
  mean_squared_error,
  binary_crossentropy,
  categorical_crossentropy,
  half_squared_error,
  mean_absolute_error,
  huber,
  sparse_categorical_crossentropy  // categorical's numbers: targets come as class indices either way
};

/// What losses may be told. A loss reads what it needs; the others are ignored.
struct LossOptions {
  double delta = 1.0;            // huber: where the square turns into a line
  double label_smoothing = 0.0;  // cross-entropies: the share of a target that is spread over all classes
};

enum class OptimizerType : int { sgd, momentum, nesterov, rmsprop, adagrad, adam, amsgrad, adamw };

enum class ScheduleType : int { constant, step, exponential, cosine, one_cycle, warm_up };

/// `subgradient`: l1 * sign(w) joins the gradient. `proximal`: after the update every weight moves towards 0
/// by rate * l1 and stops there, so that zeros are exact; for optimizers without a rate of their own for each
/// weight only.
enum class L1Update : int { subgradient, proximal };

enum class InitializerType : int {
  zeros,
  constant,
  random_uniform,
  random_normal,
  glorot_uniform,
  glorot_normal,
  he_uniform,
  he_normal,
  ones,
  truncated_normal,
  variance_scaling,
  lecun_uniform,
  lecun_normal,
  orthogonal,
  identity,
  pytorch_default,
  pytorch_he_normal,
  pytorch_glorot_normal
};

/// What variance_scaling divides by, and what it draws from.
enum class FanMode : int { fan_in, fan_out, fan_avg };
enum class Distribution : int { truncated_normal, untruncated_normal, uniform };

/// How the start values of one parameter are drawn. A type reads the fields it needs; the others are ignored.
struct InitializerSpec {
  InitializerType type = InitializerType::zeros;
  double value = 0.0;     // constant
  double minval = -0.05;  // random_uniform
  double maxval = 0.05;
  double mean = 0.0;  // random_normal, truncated_normal
  double stddev = 0.05;
  double scale = 1.0;  // variance_scaling
  FanMode mode = FanMode::fan_in;
  Distribution distribution = Distribution::truncated_normal;
  double gain = 1.0;  // orthogonal, identity
};

/// l1 adds l1 * sum |w|, l2 adds l2 / 2 * sum w^2 (DESIGN section 3).
struct Penalty {
  double l1 = 0.0;
  double l2 = 0.0;
};

/// One layer. A type reads the fields it needs; the others are ignored. Pairs are [height, width].
struct LayerSpec {
  LayerType type = LayerType::dense;
  std::string name;  // stable prefix of the parameters' names: `dense_1`

  int units = 1;                           // dense
  int filters = 1;                         // conv2d, locallyConnected2d
  int depth_multiplier = 1;                // depthwiseConv2d
  std::array<int, 2> kernel_size{1, 1};    // convolutions
  std::array<int, 2> pool_size{2, 2};      // pooling
  std::array<int, 2> strides{1, 1};        // convolutions and pooling
  std::array<int, 2> dilation_rate{1, 1};  // conv2d, depthwiseConv2d
  Padding padding = Padding::valid;
  std::vector<int> target_shape;  // reshape
  double rate = 0.5;              // dropout: the share that is dropped
  double momentum = 0.9;          // batchNormalization: the share of the old running statistics
  double epsilon = 1e-5;          // normalizations: added to the variance

  Activation activation = Activation::linear;  // dense, convolutions, activation
  double alpha = 0.0;                          // activation: slope below 0 of leakyRelu, scale of elu

  InitializerSpec kernel_initializer{InitializerType::glorot_uniform};
  InitializerSpec bias_initializer{InitializerType::zeros};

  bool trainable = true;               // false: starts frozen, its statistics too; a command can thaw it
  std::optional<Penalty> regularizer;  // instead of the network's
};

/// How the learning rate goes on by itself: see training/schedules.hpp. A type reads the fields it needs.
struct ScheduleSpec {
  ScheduleType type = ScheduleType::constant;
  int steps = 1000;                   // the length of a stair, of a decay by gamma, or of the whole course
  double gamma = 0.1;                 // step, exponential: the factor for every `steps`
  double minimum = 0.0;               // cosine: where it ends, a share of the rate
  double warmup_share = 0.3;          // oneCycle: the share of `steps` in which the rate grows
  double div_factor = 25.0;           // oneCycle: starts at rate / div_factor …
  double final_div_factor = 10000.0;  // … and ends at that / final_div_factor

  bool operator==(const ScheduleSpec&) const noexcept = default;
};

/// A type reads the fields it needs; clipping and schedule are read by all.
struct OptimizerSpec {
  OptimizerType type = OptimizerType::sgd;
  double learning_rate = 0.03;
  double beta1 = 0.9;  // adam, amsgrad, adamw
  double beta2 = 0.999;
  double epsilon = 1e-8;                   // … rmsprop and adagrad as well; outside the root
  double momentum = 0.9;                   // momentum, nesterov
  double rho = 0.99;                       // rmsprop
  double initial_accumulator_value = 0.0;  // adagrad
  double weight_decay = 0.01;              // adamw
  bool decay_biases = false;               // adamw: biases and scales as well as kernels
  double clip_value = 0.0;                 // the largest magnitude of a gradient's element; 0: any
  double clip_norm = 0.0;                  // … of all gradients' norm, after clip_value; 0: any
  ScheduleSpec schedule{};
};

/// Penalties of all layers that have none of their own.
struct RegularizerSpec {
  double l1 = 0.0;
  double l2 = 0.0;
  L1Update l1_update = L1Update::subgradient;  // of all layers
  bool biases = false;                         // of all layers: biases and scales feel the penalties as well

  Penalty penalty() const noexcept { return {l1, l2}; }
};

/// What a network is and how it trains, complete: every field has its value.
/// JavaScript's `web/schema` fills in names and defaults; the field names there are these in camelCase.
struct NetworkSpec {
  std::vector<int> input_shape;  // without the batch
  std::vector<LayerSpec> layers;
  LossType loss = LossType::mean_squared_error;
  LossOptions loss_options;
  OptimizerSpec optimizer;
  RegularizerSpec regularizer;
  int batch_size = 10;
  std::uint64_t seed = 0;  // 0 .. 2^53 - 1, so that JavaScript can hold it
};

// Limits that every spec obeys. Memory is limited apart, in Network::plan, where the bytes are known.
inline constexpr int kMaxUnits = 65536;
inline constexpr int kMaxLayers = 64;
inline constexpr int kMaxInputs = 1 << 20;
inline constexpr int kMaxBatchSize = 1 << 20;
inline constexpr std::uint64_t kMaxSeed = (std::uint64_t{1} << 53) - 1;
/// Larger rates, penalties and start values mean nothing in float32.
inline constexpr double kMaxMagnitude = 3.0e38;

}  // namespace nw::model
