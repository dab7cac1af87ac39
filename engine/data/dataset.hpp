#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"
#include "data/scaling.hpp"
#include "data/split.hpp"

namespace nw::data {

/// Raw numbers on their way into a Dataset, which takes them over: large data is there only once.
struct OwnedTable {
  core::AlignedBuffer<float> inputs, targets;  // as in Table
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::int64_t target_columns = 1;
  std::int64_t classes = 0;
};

/// Raw numbers that are copied at once.
struct Table {
  std::span<const float> inputs;   // [rows, columns]
  std::span<const float> targets;  // classes: [rows], class indices; regression: [rows, target_columns]
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::int64_t target_columns = 1;
  std::int64_t classes = 0;  // 0: regression
};

/// What a run learns from: scaled inputs, targets, and which rows train. Never changes after it was made.
///
/// Targets are kept as they came: what a loss wants them to be (one-hot, -1 and 1, …) depends on the network,
/// see model/targets.hpp. The scaling is kept, so that predictions take numbers in the units of the table.
///
/// Threads  read-only, so any number of runs and threads may share one.
/// Tests    tests/engine/data/dataset.test.cpp
class Dataset {
 public:
  /// Errors   bad_data (field: inputs, targets, rows, columns, targetColumns or classes), one_class,
  ///          bad_value (split.testShare), out_of_memory.
  static core::Result<Dataset> make(OwnedTable table, Scaling scaling, const SplitSpec& split) noexcept;
  static core::Result<Dataset> make(const Table& table, Scaling scaling, const SplitSpec& split) noexcept;

  int rows() const noexcept { return rows_; }
  int columns() const noexcept { return columns_; }
  int target_columns() const noexcept { return target_columns_; }
  int classes() const noexcept { return classes_; }
  bool is_regression() const noexcept { return classes_ == 0; }

  std::span<const float> inputs() const noexcept { return inputs_.span(); }
  std::span<const float> targets() const noexcept { return targets_.span(); }
  std::span<const std::int32_t> train_rows() const noexcept { return split_.train_rows; }
  std::span<const std::int32_t> test_rows() const noexcept { return split_.test_rows; }
  const ColumnScaling& scaling() const noexcept { return scaling_; }

  /// Identifies inputs, targets, classes and split by their bits.
  std::uint64_t fingerprint() const noexcept { return fingerprint_; }

 private:
  int rows_ = 0, columns_ = 0, target_columns_ = 1, classes_ = 0;
  core::AlignedBuffer<float> inputs_, targets_;
  Split split_;
  ColumnScaling scaling_;
  std::uint64_t fingerprint_ = 0;
};

}  // namespace nw::data
