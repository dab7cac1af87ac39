#pragma once

#include <cstdint>
#include <vector>

#include "core/result.hpp"
#include "inspect/histogram.hpp"
#include "inspect/statistics.hpp"
#include "parallel/pool.hpp"
#include "training/run.hpp"

namespace nw::inspect {

/// What one layer gives for some rows. A unit is an element of the last axis: a unit of a dense layer, a
/// filter of a convolution with all its places.
struct LayerActivity {
  std::int32_t units = 0;
  std::int32_t dead_units =
      0;  // exactly 0 for every row, at every place: behind a relu nothing is learned there
  Statistics statistics;
  Histogram histogram;
};

/// Passes the first training rows (of the data set's order) through the network, outside of training: nothing
/// is dropped, and batch normalization takes its running statistics.
///
/// Returns  one for each layer of the spec, in its order.
/// Needs    rows >= 1; all training rows are taken when there are not so many. Asserted.
/// Errors   bad_value (bins, range), out_of_memory.
/// Cost     a forward pass; memory for all rows at once, for the time of the call.
/// Threads  none while the run trains; the pool helps. Bits do not depend on it.
/// Tests    tests/engine/inspect/activations.test.cpp
core::Result<std::vector<LayerActivity>> measure_activations(const training::Run& run, int rows,
                                                             const HistogramRequest& request,
                                                             parallel::Pool* pool) noexcept;

}  // namespace nw::inspect
