#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"
#include "data/dataset.hpp"
#include "model/network.hpp"
#include "model/targets.hpp"

namespace nw::training {

/// How good a network is on some rows.
struct Evaluation {
  int rows = 0;
  double data_loss = 0.0;  // mean over the rows, without penalties
  double penalty = 0.0;    // of the weights
  double accuracy = -1.0;  // share of rows recognized; -1 for regression and for no rows
  /// Regression: 1 - sum (y - t)^2 / sum (t - mean t)^2, over all target columns together, each with the mean
  /// of its own; NaN for classes, and where the targets do not vary.
  double r2 = std::numeric_limits<double>::quiet_NaN();
  double loss() const noexcept { return data_loss + penalty; }
};

/// Forward passes beside training: in blocks of rows, in memory of their own, so that a step in progress is
/// not disturbed.
///
/// Sums are taken in double, block by block; the size of a block depends on the network alone, so the bits
/// do, too.
///
/// Tests    tests/engine/training/evaluator.test.cpp
class Evaluator {
 public:
  /// How many rows a block has, and the bytes that an evaluator takes.
  static int block_rows(const model::Network& network) noexcept;
  static double planned_bytes(const model::Network& network) noexcept;

  Evaluator() noexcept = default;

  /// Errors   out_of_memory.
  static core::Result<Evaluator> make(const model::Network& network) noexcept;

  /// Loss and accuracy over the given rows of a data set. `penalty` is left 0.
  ///
  /// Shapes   targets: of all rows of the data set, encoded.
  Evaluation evaluate(const model::Network& network, const float* arena, const data::Dataset& data,
                      std::span<const float> targets, const model::TargetEncoding& encoding,
                      std::span<const std::int32_t> rows, parallel::Pool* pool) noexcept;

  /// How often rows of each class are taken for each.
  ///
  /// Shapes   counts: [classes, classes], a row for each true class; what was there is overwritten.
  /// Needs    a data set of classes. Asserted.
  void confusion(const model::Network& network, const float* arena, const data::Dataset& data,
                 const model::TargetEncoding& encoding, std::span<const std::int32_t> rows,
                 std::span<std::int32_t> counts, parallel::Pool* pool) noexcept;

  /// What the output units give.
  ///
  /// Shapes   inputs: [n, inputs], scaled as the training data. outputs: [n, outputs].
  void predict(const model::Network& network, const float* arena, std::span<const float> inputs,
               std::span<float> outputs, parallel::Pool* pool) noexcept;

 private:
  model::Workspace workspace_;
  core::AlignedBuffer<float> inputs_, targets_;
};

}  // namespace nw::training
