#include "model/validate.hpp"

#include <cmath>

#include "core/shape.hpp"

namespace nw::model {
namespace {

using core::Errc;
using core::Error;
using core::FieldName;
using core::Status;

constexpr std::size_t kMaxNameLength = 32;

Status validate_input_shape(const std::vector<int>& shape) noexcept {
  const auto rank = static_cast<int>(shape.size());
  if (rank < 1 || rank > core::Shape::kMaxRank - 1) {
    return Error{Errc::bad_spec, "inputShape", double(core::Shape::kMaxRank - 1), double(rank)};
  }
  double product = 1.0;
  for (int axis = 0; axis < rank; ++axis) {
    const int size = shape[static_cast<std::size_t>(axis)];
    if (Status s = check_number(FieldName::at("inputShape", axis), size, 1, kMaxInputs); !s) return s;
    product *= size;
  }
  return check_number("inputShape", product, 1, kMaxInputs);
}

/// `layers[1].kernelInitializer.minval`
FieldName initializer_field(int layer, const char* which, const char* member) noexcept {
  return FieldName::at("layers", layer, which).member(member);
}

Status validate_initializer(const InitializerSpec& spec, int layer, const char* which) noexcept {
  const auto check = [&](const char* member, double value, double smallest, double largest) {
    return check_number(initializer_field(layer, which, member), value, smallest, largest);
  };
  if (spec.type == InitializerType::constant)
    return check("value", spec.value, -kMaxMagnitude, kMaxMagnitude);
  if (spec.type == InitializerType::random_uniform) {
    // Half the range of floats each way, so that maxval - minval is a float, too.
    if (Status s = check("minval", spec.minval, -kMaxMagnitude / 2, kMaxMagnitude / 2); !s) return s;
    return check("maxval", spec.maxval, spec.minval, kMaxMagnitude / 2);
  }
  if (spec.type == InitializerType::random_normal || spec.type == InitializerType::truncated_normal) {
    // A draw reaches less than six deviations from the mean.
    if (Status s = check("mean", spec.mean, -kMaxMagnitude / 2, kMaxMagnitude / 2); !s) return s;
    return check("stddev", spec.stddev, 0, kMaxMagnitude / 16);
  }
  if (spec.type == InitializerType::variance_scaling) {
    if (!(spec.scale > 0.0))
      return Error{Errc::bad_value, initializer_field(layer, which, "scale"), 0, spec.scale};
    return check("scale", spec.scale, 0, kMaxMagnitude);
  }
  if (spec.type == InitializerType::orthogonal || spec.type == InitializerType::identity)
    return check("gain", spec.gain, -kMaxMagnitude, kMaxMagnitude);
  return {};
}

bool is_good_name(const std::string& name) noexcept {
  if (name.empty() || name.size() > kMaxNameLength) return false;
  for (const char c : name) {
    const bool good =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    if (!good) return false;
  }
  return true;
}

Status validate_layer(const NetworkSpec& spec, int index) noexcept {
  const LayerSpec& layer = spec.layers[static_cast<std::size_t>(index)];
  if (!is_good_name(layer.name)) {
    return Error{Errc::bad_spec, FieldName::at("layers", index, "name"), double(kMaxNameLength),
                 double(layer.name.size())};
  }
  for (int other = 0; other < index; ++other) {
    if (spec.layers[static_cast<std::size_t>(other)].name == layer.name) {
      return Error{Errc::bad_spec, FieldName::at("layers", index, "name"), double(index), double(other)};
    }
  }
  if (layer.type == LayerType::dense) {  // other types check their numbers when they are made
    if (Status s = check_number(FieldName::at("layers", index, "units"), layer.units, 1, kMaxUnits); !s)
      return s;
  }
  if (Status s = validate_initializer(layer.kernel_initializer, index, "kernelInitializer"); !s) return s;
  if (Status s = validate_initializer(layer.bias_initializer, index, "biasInitializer"); !s) return s;
  if (!layer.regularizer) return {};
  return validate(*layer.regularizer, FieldName::at("layers", index, "regularizer"));
}

Status validate_loss(const LossOptions& options) noexcept {
  if (!(options.delta > 0.0)) return Error{Errc::bad_value, "lossOptions.delta", 0, options.delta};
  if (Status s = check_number("lossOptions.delta", options.delta, 0, kMaxMagnitude); !s) return s;
  // Below 1 also as a float: at 1 nothing of a target would be left.
  constexpr double kMost = 1.0 - 0x1p-24;
  return check_number("lossOptions.labelSmoothing", options.label_smoothing, 0, kMost);
}

Status validate_whole(const char* field, double value, double smallest, double largest) noexcept {
  if (Status s = check_number(field, value, smallest, largest); !s) return s;
  if (value != std::floor(value)) return Error{Errc::bad_value, field, std::floor(value), value};
  return {};
}

}  // namespace

Status check_number(const FieldName& field, double value, double smallest, double largest) noexcept {
  if (value >= smallest && value <= largest) return {};
  return Error{Errc::bad_value, field, value < smallest ? smallest : largest, value};
}

Status validate_batch_size(double batch_size) noexcept {
  return validate_whole("batchSize", batch_size, 1, kMaxBatchSize);
}

Status validate_seed(double seed) noexcept { return validate_whole("seed", seed, 0, double(kMaxSeed)); }

Status validate(const NetworkSpec& spec) noexcept {
  if (Status s = validate_input_shape(spec.input_shape); !s) return s;
  const auto layers = static_cast<int>(spec.layers.size());
  if (layers < 1 || layers > kMaxLayers)
    return Error{Errc::bad_spec, "layers", layers < 1 ? 1.0 : kMaxLayers, double(layers)};
  for (int index = 0; index < layers; ++index) {
    if (Status s = validate_layer(spec, index); !s) return s;
  }
  if (Status s = validate_loss(spec.loss_options); !s) return s;
  if (Status s = validate(spec.optimizer); !s) return s;
  if (Status s = validate(spec.regularizer); !s) return s;
  if (Status s = validate_pair(spec.optimizer, spec.regularizer); !s) return s;
  if (Status s = validate_batch_size(spec.batch_size); !s) return s;
  return validate_seed(double(spec.seed));
}

}  // namespace nw::model
