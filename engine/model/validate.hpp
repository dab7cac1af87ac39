#pragma once

#include "core/result.hpp"
#include "model/spec.hpp"

namespace nw::model {

// The engine's own check of everything that crosses into it. JavaScript's schema says the same with
// friendlier words; this one holds for whoever calls.

/// A number within [smallest, largest]; NaN is within nothing.
core::Status check_number(const core::FieldName& field, double value, double smallest,
                          double largest) noexcept;

/// Errors   bad_value, bad_spec, with the field's name as in JavaScript's spec: `layers[1].units`.
/// Tests    tests/engine/model/validate.test.cpp
core::Status validate(const NetworkSpec& spec) noexcept;
core::Status validate(const OptimizerSpec& spec) noexcept;
core::Status validate(const RegularizerSpec& spec) noexcept;
core::Status validate(const Penalty& spec, const core::FieldName& path) noexcept;

/// Whether an optimizer can do what a regularizer asks for.
///
/// Errors   bad_spec at regularizer.l1Update, with the L1Update that would do and the one that is given.
core::Status validate_pair(const OptimizerSpec& optimizer, const RegularizerSpec& regularizer) noexcept;
core::Status validate_batch_size(double batch_size) noexcept;
core::Status validate_seed(double seed) noexcept;

}  // namespace nw::model
