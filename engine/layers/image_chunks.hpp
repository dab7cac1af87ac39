#pragma once

#include <algorithm>
#include <cstddef>

namespace nw::layers {

/// How a convolution shares out the images of a batch: at most kMost chunks, each with a piece of scratch of
/// its own, in which it also sums its part of the kernel's gradient. From shapes and the batch alone, because
/// the order in which those parts are added is part of the bits.
class ImageChunks {
 public:
  static constexpr int kMost = 8;
  /// A layer whose pieces would be larger takes one chunk.
  static constexpr std::size_t kMaxPieceFloats = std::size_t{1} << 20;
  /// Of the forward pass: less is not worth waking a thread for.
  static constexpr double kChunkFlops = 0.25e6;

  ImageChunks(int batch, std::size_t piece_floats, double flops_per_image) noexcept {
    const auto count = static_cast<std::size_t>(batch);
    const bool one = piece_floats > kMaxPieceFloats;
    most_ = one ? 1 : std::min<std::size_t>(count, kMost);
    const auto worth = static_cast<std::size_t>(kChunkFlops / std::max(flops_per_image, 1.0)) + 1;
    images_ = one ? count : std::min(std::max((count + kMost - 1) / kMost, worth), count);
    count_ = (count + images_ - 1) / images_;
  }

  std::size_t images() const noexcept { return images_; }  // in each chunk but the last: parallel_for's grain
  std::size_t count() const noexcept { return count_; }
  /// At least count(), and never less for a larger batch: scratch for a batch must do for smaller ones.
  std::size_t most() const noexcept { return most_; }

 private:
  std::size_t images_, count_, most_;
};

}  // namespace nw::layers
