#pragma once

#include "bindings/object_reader.hpp"
#include "core/result.hpp"
#include "data/split.hpp"
#include "model/spec.hpp"

namespace nw::bindings {

// From JavaScript's plain objects to the engine's structs. The objects are complete (web/schema fills in
// defaults); a field that is missing all the same is an error with its path, never a guess.

core::Result<model::NetworkSpec> read_spec(const emscripten::val& object);

model::OptimizerSpec read_optimizer(ObjectReader& parent);

model::RegularizerSpec read_regularizer(ObjectReader& reader);

/// The values of `l1Update`, in the order of L1Update.
inline constexpr NamedEntry<model::L1Update> kL1Updates[] = {{"subgradient", model::L1Update::subgradient},
                                                             {"proximal", model::L1Update::proximal}};

data::SplitSpec read_split(ObjectReader& parent);

}  // namespace nw::bindings
