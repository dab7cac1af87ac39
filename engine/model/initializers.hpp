#pragma once

#include <cstdint>
#include <span>

#include "core/rng.hpp"
#include "layers/layer.hpp"
#include "model/spec.hpp"

namespace nw::model {

/// One way to draw start values: its name in the spec, and what it does. A new one is a function and a line
/// in initializers.cpp.
struct Initializer {
  InitializerType type;
  const char* name;
  void (*fill)(const InitializerSpec& spec, const layers::ParameterInfo& parameter, const core::Rng& rng,
               std::span<float> out) noexcept;
};

/// All of them, in the order of InitializerType.
std::span<const Initializer> initializers() noexcept;

/// The start values of one parameter.
///
/// glorot: variance 2 / (fan_in + fan_out). he: variance 2 / fan_in. Uniform: in ± sqrt(3 * variance).
/// Normal: cut at two standard deviations and widened so that the variance is the one asked for (Keras;
/// PyTorch does not cut).
///
/// Every parameter draws from a stream of its own, which its name chooses: adding or removing a layer leaves
/// the start values of the others as they were, as long as their shapes and names stay.
///
/// Source   Keras, keras/src/initializers/random_initializers.py (VarianceScaling); Glorot, Bengio,
/// Understanding the
///          difficulty of training deep feedforward neural networks (2010), eq. 16; He et al., Delving deep
///          into rectifiers (2015), eq. 10.
/// Tests    tests/engine/model/initializers.test.cpp
void initialize(const InitializerSpec& spec, const layers::ParameterInfo& parameter, std::uint64_t seed,
                std::span<float> out) noexcept;

}  // namespace nw::model
