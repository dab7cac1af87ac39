#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"
#include "inspect/decision_map.hpp"
#include "inspect/matrix_view.hpp"
#include "parallel/pool.hpp"
#include "training/run.hpp"

namespace nw::inspect {

/// A parameter as a matrix: a kernel as [in, out], a bias as one row; of more axes, the last one are the
/// columns.
struct ParameterRequest {
  int parameter = 0;  // its place in the network's list
  std::int32_t max_rows = 1;
  std::int32_t max_cols = 1;
};

/// One view of a run, in numbers.
using ViewRequest = std::variant<ParameterRequest, DecisionGrid>;

/// Where the numbers of one view lie: `planes` pictures of [rows, cols], one after the other.
struct SnapshotPart {
  std::size_t offset = 0;  // in floats
  std::int32_t planes = 1;
  MatrixView view;
};

/// The numbers of several views at one step, behind one another in memory that is used again for the next
/// snapshot.
///
/// Threads  one at a time, and none while the run trains.
/// Tests    tests/engine/inspect/snapshot.test.cpp
class Snapshot {
 public:
  /// Reads the run; changes nothing that training sees.
  ///
  /// Needs    parameters of the run's network; a decision grid only where the network has two inputs.
  /// Asserted. Errors   out_of_memory; the former snapshot is lost then.
  core::Status take(training::Run& run, std::span<const ViewRequest> views, parallel::Pool* pool) noexcept;

  std::span<const float> numbers() const noexcept { return memory_.span().first(used_); }
  std::span<const SnapshotPart> parts() const noexcept { return parts_; }

 private:
  core::AlignedBuffer<float> memory_, inputs_, outputs_;
  std::vector<SnapshotPart> parts_;
  std::size_t used_ = 0;
};

}  // namespace nw::inspect
