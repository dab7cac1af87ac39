#pragma once

#include <cstdint>
#include <span>

#include "core/result.hpp"
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

/// The largest product of the longer side and the square of the shorter one that `orthogonal` takes: some
/// seconds.
inline constexpr double kMaxOrthogonalWork = 1024.0 * 1024.0 * 1024.0;

/// Whether a parameter has the shape that its initializer needs: two axes for identity, two or more for
/// orthogonal.
///
/// Errors   bad_spec (number of axes), bad_value (too large for orthogonal: actual is the work,
///          kMaxOrthogonalWork the limit); both with `field`.
/// Tests    tests/engine/model/initializers.test.cpp
core::Status check_initializer(const InitializerSpec& spec, const layers::ParameterInfo& parameter,
                               const core::FieldName& field) noexcept;

/// The start values of one parameter.
///
/// glorot: variance 2 / (fan_in + fan_out). he: variance 2 / fan_in. lecun: variance 1 / fan_in.
/// variance_scaling: scale / fan. Uniform: in ± sqrt(3 * variance). Normal: cut at two standard deviations
/// and widened so that the variance is the one asked for (Keras); pytorch_he_normal, pytorch_glorot_normal
/// and untruncated_normal are not cut. truncated_normal is cut and not widened. pytorch_default: in ± 1 /
/// sqrt(fan_in), what torch.nn.Linear and Conv2d start with, kernels and biases.
///
/// orthogonal: gain * Q of a normal matrix, a kernel of more than two axes flattened to [all others, last].
/// identity: gain on the diagonal, zeros elsewhere.
///
/// Needs    a shape that check_initializer accepts.
/// Every parameter draws from a stream of its own, which its name chooses: adding or removing a layer leaves
/// the start values of the others as they were, as long as their shapes and names stay.
///
/// Source   Keras, keras/src/initializers/random_initializers.py (VarianceScaling); Glorot, Bengio,
/// Understanding the
///          difficulty of training deep feedforward neural networks (2010), eq. 16; He et al., Delving deep
///          into rectifiers (2015), eq. 10; LeCun et al., Efficient BackProp (1998), section 4.6; Saxe,
///          McClelland, Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear neural
///          networks (2014), section 3; PyTorch, torch/nn/modules/linear.py (reset_parameters),
///          torch/nn/init.py.
/// Tests    tests/engine/model/initializers.test.cpp
void initialize(const InitializerSpec& spec, const layers::ParameterInfo& parameter, std::uint64_t seed,
                std::span<float> out) noexcept;

}  // namespace nw::model
