#include "bindings/layer_reader.hpp"

#include "kernels/activations.hpp"
#include "model/initializers.hpp"
#include "model/layer_kinds.hpp"

namespace nw::bindings {
namespace {

using core::Errc;
using emscripten::val;
using model::LayerType;

constexpr NamedEntry<model::Padding> kPaddings[] = {{"valid", model::Padding::valid},
                                                    {"same", model::Padding::same}};

constexpr NamedEntry<model::FanMode> kFanModes[] = {{"fanIn", model::FanMode::fan_in},
                                                    {"fanOut", model::FanMode::fan_out},
                                                    {"fanAvg", model::FanMode::fan_avg}};

constexpr NamedEntry<model::Distribution> kDistributions[] = {
    {"truncatedNormal", model::Distribution::truncated_normal},
    {"untruncatedNormal", model::Distribution::untruncated_normal},
    {"uniform", model::Distribution::uniform}};

model::InitializerSpec read_initializer(ObjectReader reader, ObjectReader& layer) {
  model::InitializerSpec spec;
  if (const auto* kind = reader.entry("type", model::initializers())) spec.type = kind->type;
  spec.value = reader.number("value");
  spec.minval = reader.number("minval");
  spec.maxval = reader.number("maxval");
  spec.mean = reader.number("mean");
  spec.stddev = reader.number("stddev");
  spec.scale = reader.number("scale");
  if (const auto* mode = reader.entry("mode", kFanModes)) spec.mode = mode->value;
  if (const auto* kind = reader.entry("distribution", kDistributions)) spec.distribution = kind->value;
  spec.gain = reader.number("gain");
  layer.absorb(reader);
  return spec;
}

kernels::Activation read_activation(ObjectReader& layer) {
  const std::string name = layer.text("activation");
  int index = 0;
  for (const char* known : kernels::kActivationNames) {
    if (name == known) return static_cast<kernels::Activation>(index);
    ++index;
  }
  layer.fail(Errc::bad_option, "activation", 0, 0);
  return kernels::Activation::linear;
}

std::array<int, 2> read_pair(ObjectReader& layer, const char* field) {
  const val pair = layer.array(field);
  if (layer.ok() && array_length(pair) != 2) layer.fail(Errc::bad_spec, field, 2, array_length(pair));
  return layer.ok() ? std::array{read_size(pair[0]), read_size(pair[1])} : std::array{1, 1};
}

void read_unit(ObjectReader& layer, model::LayerSpec& spec) {
  spec.activation = read_activation(layer);
  spec.kernel_initializer = read_initializer(layer.object("kernelInitializer"), layer);
  spec.bias_initializer = read_initializer(layer.object("biasInitializer"), layer);
}

void read_window(ObjectReader& layer, model::LayerSpec& spec) {
  spec.strides = read_pair(layer, "strides");
  if (const auto* padding = layer.entry("padding", kPaddings)) spec.padding = padding->value;
}

void read_convolution(ObjectReader& layer, model::LayerSpec& spec) {
  spec.kernel_size = read_pair(layer, "kernelSize");
  read_window(layer, spec);
  read_unit(layer, spec);
}

/// What every type has.
void read_training(ObjectReader& layer, model::LayerSpec& spec) {
  spec.trainable = layer.flag("trainable");
  if (layer.is_null("regularizer")) return;
  ObjectReader penalty = layer.object("regularizer");
  spec.regularizer = {penalty.number("l1"), penalty.number("l2")};
  layer.absorb(penalty);
}

void read_fields(ObjectReader& layer, model::LayerSpec& spec) {
  switch (spec.type) {
    case LayerType::dense:
      spec.units = layer.integer("units");
      return read_unit(layer, spec);
    case LayerType::conv2d:
      spec.filters = layer.integer("filters");
      spec.dilation_rate = read_pair(layer, "dilationRate");
      return read_convolution(layer, spec);
    case LayerType::depthwise_conv2d:
      spec.depth_multiplier = layer.integer("depthMultiplier");
      spec.dilation_rate = read_pair(layer, "dilationRate");
      return read_convolution(layer, spec);
    case LayerType::locally_connected2d:
      spec.filters = layer.integer("filters");
      return read_convolution(layer, spec);
    case LayerType::max_pooling2d:
    case LayerType::average_pooling2d:
      spec.pool_size = read_pair(layer, "poolSize");
      return read_window(layer, spec);
    case LayerType::global_average_pooling2d:
    case LayerType::flatten:
      return;
    case LayerType::reshape: {
      const val shape = layer.array("targetShape");
      for (int axis = 0; layer.ok() && axis < array_length(shape); ++axis)
        spec.target_shape.push_back(read_size(shape[axis]));
      return;
    }
    case LayerType::dropout:
      spec.rate = layer.number("rate");
      return;
    case LayerType::batch_normalization:
      spec.momentum = layer.number("momentum");
      spec.epsilon = layer.number("epsilon");
      return;
    case LayerType::layer_normalization:
      spec.epsilon = layer.number("epsilon");
      return;
    case LayerType::activation:
      spec.activation = read_activation(layer);
      spec.alpha = layer.number("alpha");
      return;
  }
}

}  // namespace

model::LayerSpec read_layer(const val& object, int index, ObjectReader& network) {
  ObjectReader layer(object, core::FieldName::at("layers", index));
  model::LayerSpec spec;
  const auto* kind = layer.entry("type", model::layer_kinds());
  spec.name = layer.text("name");
  if (kind != nullptr) {
    spec.type = kind->type;
    read_fields(layer, spec);
    read_training(layer, spec);
  }
  network.absorb(layer);
  return spec;
}

int read_size(const val& size) {
  const double value = size.isNumber() ? size.as<double>() : 0.0;
  return value >= 1.0 && value <= model::kMaxInputs && value == static_cast<int>(value)
             ? static_cast<int>(value)
             : 0;
}

}  // namespace nw::bindings
