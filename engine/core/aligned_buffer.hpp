#pragma once

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>

#include "core/result.hpp"

namespace nw::core {

/// Memory for `size` values of a plain type, zeroed, on a cache line's boundary. Owned; moves, never copies.
///
/// All large memory of the engine comes from here, because here running out is an answer and not the end.
///
/// Errors   make: out_of_memory (actual = bytes asked for).
/// Cost     make clears the memory.
/// Tests    tests/engine/core/aligned_buffer.test.cpp
template <class T>
class AlignedBuffer {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  static constexpr std::size_t kAlignment = 64;

  AlignedBuffer() noexcept = default;

  static Result<AlignedBuffer> make(std::size_t size, const char* purpose = "data") noexcept {
    AlignedBuffer made;
    if (size == 0) return made;
    constexpr std::size_t largest = (std::numeric_limits<std::size_t>::max() - kAlignment) / sizeof(T);
    // aligned_alloc wants a multiple of the alignment (C17, 7.22.3.1).
    const std::size_t bytes = (size * sizeof(T) + kAlignment - 1) / kAlignment * kAlignment;
    void* memory = size <= largest ? std::aligned_alloc(kAlignment, bytes) : nullptr;
    if (memory == nullptr) {
      return Error{Errc::out_of_memory, purpose, 0,
                   static_cast<double>(size) * static_cast<double>(sizeof(T))};
    }
    std::memset(memory, 0, bytes);
    made.data_ = static_cast<T*>(memory);
    made.size_ = size;
    return made;
  }

  AlignedBuffer(AlignedBuffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

  AlignedBuffer& operator=(AlignedBuffer&& other) noexcept {
    if (this != &other) {
      std::free(data_);
      data_ = std::exchange(other.data_, nullptr);
      size_ = std::exchange(other.size_, 0);
    }
    return *this;
  }

  ~AlignedBuffer() { std::free(data_); }

  T* data() noexcept { return data_; }
  const T* data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  std::size_t bytes() const noexcept { return size_ * sizeof(T); }
  bool empty() const noexcept { return size_ == 0; }

  std::span<T> span() noexcept { return {data_, size_}; }
  std::span<const T> span() const noexcept { return {data_, size_}; }
  T& operator[](std::size_t index) noexcept { return data_[index]; }
  const T& operator[](std::size_t index) const noexcept { return data_[index]; }

 private:
  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace nw::core
