#pragma once

#include <optional>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"
#include "inspect/histogram.hpp"
#include "inspect/statistics.hpp"
#include "parallel/pool.hpp"
#include "training/run.hpp"

namespace nw::inspect {

enum class GradientOf { none, next_batch, all_rows };

struct ParameterQuestion {
  int parameter = 0;  // its place in the network's list
  GradientOf gradient = GradientOf::none;
  bool update = false;         // what the next step would add
  HistogramRequest histogram;  // the range is that of the weights; gradient and update find their own
};

struct ArrayReport {
  Statistics statistics;
  Histogram histogram;
};

/// An array that was computed for the question, with what is to be said about it.
struct ComputedArray {
  core::AlignedBuffer<float> values;  // as the parameter
  ArrayReport report;
};

struct ParameterReport {
  ArrayReport weights;
  std::optional<ComputedArray> gradient;
  std::optional<ComputedArray> update;
  /// |update| / |weights|, of the Euclidean norms; NaN without an update and where all weights are 0. Around
  /// 1e-3 is healthy for small networks (Karpathy, CS231n notes, neural-networks-3, "Ratio of
  /// weights:updates").
  double update_ratio = 0.0;
};

/// Reads the run; changes nothing that training sees. Gradient of the next batch and update are those of the
/// step that comes next; see Run::probe_step and Run::probe_all_rows.
///
/// Needs    a parameter of the run's network. Asserted.
/// Errors   bad_value (bins, range), non_finite_loss (no gradient can be had), out_of_memory.
/// Cost     a training step; with all_rows an epoch of them.
/// Threads  none while the run trains; the pool helps. Bits do not depend on it.
/// Tests    tests/engine/inspect/parameter_report.test.cpp
core::Result<ParameterReport> report_parameter(training::Run& run, const ParameterQuestion& question,
                                               parallel::Pool* pool) noexcept;

}  // namespace nw::inspect
