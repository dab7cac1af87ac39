#pragma once

#include <cassert>
#include <cstdint>
#include <initializer_list>

namespace nw::core {

/// The sizes of an array, outermost first, as `[rows, cols]` or `[height, width, channels]`. Row-major
/// throughout.
///
/// Needs    at most kMaxRank sizes, each >= 0. Asserted.
/// Returns  size(): the number of elements, 1 for rank 0; 64 bits, because a wrong spec may ask for too many.
/// Tests    tests/engine/core/shape.test.cpp
class Shape {
 public:
  static constexpr int kMaxRank = 4;

  constexpr Shape() noexcept = default;
  constexpr Shape(std::initializer_list<std::int32_t> sizes) noexcept {
    assert(sizes.size() <= kMaxRank);
    for (const std::int32_t size : sizes) push_back(size);
  }

  /// Appends an innermost size.
  constexpr void push_back(std::int32_t size) noexcept {
    assert(rank_ < kMaxRank && size >= 0);
    sizes_[rank_++] = size;
  }

  constexpr int rank() const noexcept { return rank_; }

  constexpr std::int32_t operator[](int axis) const noexcept {
    assert(axis >= 0 && axis < rank_);
    return sizes_[axis];
  }

  constexpr std::int64_t size() const noexcept {
    std::int64_t product = 1;
    for (int axis = 0; axis < rank_; ++axis) product *= sizes_[axis];
    return product;
  }

  constexpr bool operator==(const Shape& other) const noexcept = default;

 private:
  std::int32_t sizes_[kMaxRank] = {};  // those beyond the rank stay 0, so that == may compare all of them
  int rank_ = 0;
};

}  // namespace nw::core
