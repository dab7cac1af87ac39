#pragma once

#include <string>

#include "model/spec.hpp"

namespace nw::test {

/// A run that make_vectors.py made as well: the network that has the same title there, and its data.
struct TorchRun {
  std::string net;
  std::string data;
  model::NetworkSpec spec;
};

/// How far a weight or a loss may be from PyTorch's in float64. The values are about 1; PyTorch itself is in
/// float32 at most 2e-6 away (make_vectors.py sees to it).
inline constexpr double kTorchTolerance = 1e-5;

/// Trains a run from PyTorch's start values on, and compares its losses on the way and every parameter at
/// the end. Statistics of layers are parameters, too.
void check_against_torch(const char* vectors, const std::string& title, TorchRun run);

}  // namespace nw::test
