#pragma once

#include <span>

#include "core/result.hpp"
#include "model/network.hpp"

namespace nw::model {

/// What a data set offers to a network. classes = 0: regression on target_columns numbers.
struct DataShape {
  int columns = 0;
  int target_columns = 1;
  int classes = 0;
  bool distributions =
      false;  // every row of targets is a distribution over its columns: one-hot, for instance
};

/// Whether every row is a distribution: two columns or more, no number below 0, all adding up to 1 (to 1e-3).
///
/// Shapes   targets: [rows, columns].
bool are_distributions(std::span<const float> targets, int columns) noexcept;

/// How targets become what the loss wants to see at the output units.
struct TargetEncoding {
  enum class Kind { numbers, one_hot, two_values, distributions };
  Kind kind = Kind::numbers;
  int units = 1;
  float low = 0.0f;  // two_values: what the unit should give for class 0 and for class 1
  float high = 1.0f;
  float middle = 0.5f;  // … and where, in what the loss takes (an output, or a logit), the decision changes
};

/// Fits a network to data.
///
/// Categorical cross-entropies: one-hot, one unit a class; rows that are distributions already are taken as
/// they are (not by the sparse one). binaryCrossentropy: 0 and 1, one unit, two classes. The others: one-hot
/// with one unit a class; or with one unit for two classes -1 and 1 (tanh, linear), 0 and 1 (others);
/// regression as it is. Labels are smoothed by the loss, not here: what is right and what is wrong must not
/// depend on it.
///
/// Errors   bad_spec: inputShape, loss, or the last layer's units.
/// Tests    tests/engine/model/targets.test.cpp
core::Result<TargetEncoding> fit_targets(const Network& network, const DataShape& data) noexcept;

/// Shapes   targets: [rows] class indices, or [rows, units] numbers; out: [rows, units].
void encode_targets(const TargetEncoding& encoding, std::span<const float> targets,
                    std::span<float> out) noexcept;

/// The class that a row of outputs stands for: the largest unit (the first of equal ones), or the side of the
/// middle.
///
/// Shapes   out: what the loss takes, [units].
/// Needs    not numbers. Asserted.
int recognized_class(const TargetEncoding& encoding, std::span<const float> out) noexcept;

/// How many rows are recognized: the largest unit is the target's largest, or the one unit is on the target's
/// side.
///
/// Shapes   out: what the loss takes, target: encoded; both [rows, units].
/// Needs    not numbers. Asserted.
int count_correct(const TargetEncoding& encoding, std::span<const float> out,
                  std::span<const float> target) noexcept;

}  // namespace nw::model
