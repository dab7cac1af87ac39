#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "kernels/activations.hpp"
#include "model/spec.hpp"

namespace nw::model {

// The names of the spec (those that Keras and TF.js users know), each table once, in the order of its enum.

inline constexpr const char* kLayerNames[] = {"dense"};
inline constexpr const char* kLossNames[] = {"meanSquaredError", "binaryCrossentropy", "categoricalCrossentropy"};
inline constexpr const char* kOptimizerNames[] = {"sgd", "adam"};
inline constexpr const char* kInitializerNames[] = {"zeros",         "constant",     "randomUniform", "randomNormal",
                                                    "glorotUniform", "glorotNormal", "heUniform",     "heNormal"};

/// The table of an enum.
template <class Enum>
std::span<const char* const> names_of() noexcept;

template <>
inline std::span<const char* const> names_of<LayerType>() noexcept {
  return kLayerNames;
}
template <>
inline std::span<const char* const> names_of<LossType>() noexcept {
  return kLossNames;
}
template <>
inline std::span<const char* const> names_of<OptimizerType>() noexcept {
  return kOptimizerNames;
}
template <>
inline std::span<const char* const> names_of<InitializerType>() noexcept {
  return kInitializerNames;
}
template <>
inline std::span<const char* const> names_of<Activation>() noexcept {
  return kernels::kActivationNames;
}

template <class Enum>
const char* name_of(Enum value) noexcept {
  return names_of<Enum>()[static_cast<std::size_t>(value)];
}

/// Nothing for a name that is none.
template <class Enum>
std::optional<Enum> find_named(std::string_view name) noexcept {
  const std::span<const char* const> names = names_of<Enum>();
  for (std::size_t index = 0; index < names.size(); ++index) {
    if (name == names[index]) return static_cast<Enum>(index);
  }
  return std::nullopt;
}

}  // namespace nw::model
