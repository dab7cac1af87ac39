#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"
#include "data/dataset.hpp"
#include "model/targets.hpp"
#include "parallel/pool.hpp"
#include "training/position.hpp"

namespace nw::training {

/// The training rows in the order of their epoch, batch by batch; and all targets as the loss wants them.
///
/// The order of an epoch is a function of (seed, epoch) alone, so any position can be gone to at once.
///
/// Tests    tests/engine/training/batches.test.cpp
class Batches {
 public:
  Batches() noexcept = default;

  /// Errors   out_of_memory.
  static core::Result<Batches> make(std::shared_ptr<const data::Dataset> data,
                                    const model::TargetEncoding& encoding) noexcept;

  /// Makes room for batches of this many rows. Errors   out_of_memory, nothing changed.
  core::Status reserve(int batch_capacity) noexcept;

  int rows() const noexcept { return static_cast<int>(data_->train_rows().size()); }

  struct Batch {
    const float* inputs;   // [size, columns]
    const float* targets;  // [size, units]
    int size;
  };

  /// The batch at a position: at most `batch_size` rows, fewer at the end of the epoch. Copied together into
  /// memory of this object, valid until the next call.
  ///
  /// Needs    position.row < rows(), and room for min(batch_size, rows()). Asserted.
  Batch take(std::uint64_t seed, const Position& position, int batch_size, parallel::Pool* pool) noexcept;

  /// Forgets the order of the epoch; for a new seed.
  void forget_order() noexcept { ordered_epoch_ = kNoEpoch; }

  /// Targets of any rows of the data set, encoded: [rows, units].
  std::span<const float> targets() const noexcept { return targets_.span(); }

  std::size_t bytes() const noexcept {
    return targets_.bytes() + batch_inputs_.bytes() + batch_targets_.bytes();
  }

 private:
  void order_rows(std::uint64_t seed, std::uint64_t epoch) noexcept;

  static constexpr std::uint64_t kNoEpoch = ~std::uint64_t{0};

  std::shared_ptr<const data::Dataset> data_;
  core::AlignedBuffer<float> targets_, batch_inputs_, batch_targets_;
  core::AlignedBuffer<std::int32_t> order_;
  std::uint64_t ordered_epoch_ = kNoEpoch;
  std::size_t columns_ = 0, units_ = 0;
};

}  // namespace nw::training
