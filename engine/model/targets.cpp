#include "model/targets.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "model/losses.hpp"

namespace nw::model {
namespace {

using core::Errc;
using core::Error;
using core::FieldName;
using Kind = TargetEncoding::Kind;

std::size_t largest(std::span<const float> row) noexcept {
  return static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin());
}

}  // namespace

bool are_distributions(std::span<const float> targets, int columns) noexcept {
  constexpr double kSlack = 1e-3;
  if (columns < 2) return false;
  for (std::size_t start = 0; start < targets.size(); start += static_cast<std::size_t>(columns)) {
    double sum = 0.0;
    for (const float value : targets.subspan(start, static_cast<std::size_t>(columns))) {
      if (value < 0.0f) return false;
      sum += static_cast<double>(value);
    }
    if (std::fabs(sum - 1.0) > kSlack) return false;
  }
  return true;
}

core::Result<TargetEncoding> fit_targets(const Network& network, const DataShape& data) noexcept {
  const NetworkSpec& spec = network.spec();
  const auto inputs = static_cast<double>(network.inputs());
  if (inputs != data.columns) return Error{Errc::bad_spec, "inputShape", double(data.columns), inputs};

  const int last = static_cast<int>(spec.layers.size()) - 1;
  const int units = static_cast<int>(network.outputs());
  const auto wrong_units = [&](int expected) {
    return Error{Errc::bad_spec, FieldName::at("layers", last, "units"), double(expected), double(units)};
  };

  TargetEncoding encoding;
  encoding.units = units;
  if (data.classes == 0) {
    const bool soft = spec.loss == LossType::categorical_crossentropy && data.distributions;
    if (!soft && loss_of(spec.loss).stage == layers::Stage::preactivation)
      return Error{Errc::bad_spec, "loss", 0, 0};
    if (units != data.target_columns) return wrong_units(data.target_columns);
    if (soft) encoding.kind = Kind::distributions;
    return encoding;
  }
  if (spec.loss == LossType::categorical_crossentropy ||
      spec.loss == LossType::sparse_categorical_crossentropy) {
    if (units != data.classes) return wrong_units(data.classes);
    encoding.kind = Kind::one_hot;
    return encoding;
  }
  if (spec.loss == LossType::binary_crossentropy) {
    if (data.classes != 2) return Error{Errc::bad_spec, "loss", 2, double(data.classes)};
    if (units != 1) return wrong_units(1);
    encoding.kind = Kind::two_values;
    encoding.middle = 0.0f;  // of the logit
    return encoding;
  }
  if (units == 1 && data.classes == 2) {
    const bool symmetric =
        network.last_activation() == Activation::tanh || network.last_activation() == Activation::linear;
    encoding.kind = Kind::two_values;
    encoding.low = symmetric ? -1.0f : 0.0f;
    encoding.middle = symmetric ? 0.0f : 0.5f;
    return encoding;
  }
  if (units != data.classes) return wrong_units(data.classes);
  encoding.kind = Kind::one_hot;
  return encoding;
}

void encode_targets(const TargetEncoding& encoding, std::span<const float> targets,
                    std::span<float> out) noexcept {
  if (encoding.kind == Kind::numbers || encoding.kind == Kind::distributions) {
    assert(out.size() == targets.size());
    std::copy(targets.begin(), targets.end(), out.begin());
    return;
  }
  const auto units = static_cast<std::size_t>(encoding.units);
  assert(out.size() == targets.size() * units);
  for (std::size_t row = 0; row < targets.size(); ++row) {
    if (encoding.kind == Kind::two_values) {
      out[row] = targets[row] == 1.0f ? encoding.high : encoding.low;
    } else {
      const auto wanted = static_cast<std::size_t>(targets[row]);
      for (std::size_t unit = 0; unit < units; ++unit) out[row * units + unit] = unit == wanted ? 1.0f : 0.0f;
    }
  }
}

int recognized_class(const TargetEncoding& encoding, std::span<const float> out) noexcept {
  assert(encoding.kind != Kind::numbers && out.size() == static_cast<std::size_t>(encoding.units));
  if (encoding.kind == Kind::two_values) return out[0] >= encoding.middle ? 1 : 0;
  return static_cast<int>(largest(out));
}

int count_correct(const TargetEncoding& encoding, std::span<const float> out,
                  std::span<const float> target) noexcept {
  assert(encoding.kind != Kind::numbers && out.size() == target.size());
  const auto units = static_cast<std::size_t>(encoding.units);
  int correct = 0;
  for (std::size_t start = 0; start < out.size(); start += units) {
    const int wanted = encoding.kind == Kind::two_values
                           ? int(target[start] == encoding.high)
                           : static_cast<int>(largest(target.subspan(start, units)));
    correct += recognized_class(encoding, out.subspan(start, units)) == wanted;
  }
  return correct;
}

}  // namespace nw::model
