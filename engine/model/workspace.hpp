#pragma once

#include <cstdint>
#include <vector>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"

namespace nw::model {

enum class WorkspaceUse { inference, training };

/// Where the numbers of a pass lie, and how many there are; made before memory is taken.
struct WorkspacePlan {
  int batch = 0;
  std::vector<std::int64_t> outputs;  // first float of each layer's output
  std::vector<std::int64_t> caches;   // … and of what it leaves for its backward pass (training only)
  std::vector<std::int64_t> cache_floats;
  std::int64_t gradients[2] = {0, 0};  // two places that the layers' gradients take in turn (training only)
  std::int64_t scratch = 0;
  std::int64_t scratch_floats = 0;
  std::int64_t floats = 0;
};

/// The memory of passes through a network: activations, gradients between layers, scratch. Taken once; a pass
/// takes none.
///
/// Threads  one pass at a time.
class Workspace {
 public:
  Workspace() noexcept = default;

  /// Errors   out_of_memory.
  static core::Result<Workspace> make(WorkspacePlan plan) noexcept {
    auto memory = core::AlignedBuffer<float>::make(static_cast<std::size_t>(plan.floats), "workspace");
    if (!memory) return memory.error();
    Workspace made;
    made.plan_ = std::move(plan);
    made.memory_ = std::move(memory).value();
    return made;
  }

  int batch() const noexcept { return plan_.batch; }
  std::size_t bytes() const noexcept { return memory_.bytes(); }
  float* output(std::size_t layer) noexcept { return memory_.data() + plan_.outputs[layer]; }
  float* gradient(std::size_t layer) noexcept { return memory_.data() + plan_.gradients[layer % 2]; }
  std::span<float> cache(std::size_t layer) noexcept {
    return memory_.span().subspan(static_cast<std::size_t>(plan_.caches[layer]),
                                  static_cast<std::size_t>(plan_.cache_floats[layer]));
  }
  std::span<float> scratch() noexcept {
    return memory_.span().subspan(static_cast<std::size_t>(plan_.scratch),
                                  static_cast<std::size_t>(plan_.scratch_floats));
  }

 private:
  WorkspacePlan plan_;
  core::AlignedBuffer<float> memory_;
};

}  // namespace nw::model
