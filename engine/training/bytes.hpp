#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>

namespace nw::training {

static_assert(std::endian::native == std::endian::little,
              "checkpoints are little-endian, and so is every target");

/// Writes plain numbers one after the other into memory of the caller, or only counts them when there is
/// none.
class ByteWriter {
 public:
  ByteWriter() noexcept = default;
  explicit ByteWriter(std::span<std::uint8_t> out) noexcept : out_(out) {}

  void u8(std::uint8_t value) noexcept { put(&value, sizeof value); }
  void u32(std::uint32_t value) noexcept { put(&value, sizeof value); }
  void u64(std::uint64_t value) noexcept { put(&value, sizeof value); }
  void f32(float value) noexcept { put(&value, sizeof value); }
  void f64(double value) noexcept { put(&value, sizeof value); }
  void floats(std::span<const float> values) noexcept { put(values.data(), values.size_bytes()); }

  std::size_t size() const noexcept { return size_; }

 private:
  void put(const void* from, std::size_t bytes) noexcept {
    if (bytes > 0 && size_ + bytes <= out_.size()) std::memcpy(out_.data() + size_, from, bytes);
    size_ += bytes;
  }

  std::span<std::uint8_t> out_;
  std::size_t size_ = 0;
};

/// Reads what ByteWriter wrote, from bytes that nobody vouches for: after the end every read gives zero and
/// ok() is false.
class ByteReader {
 public:
  explicit ByteReader(std::span<const std::uint8_t> bytes) noexcept : bytes_(bytes) {}

  std::uint8_t u8() noexcept { return get<std::uint8_t>(); }
  std::uint32_t u32() noexcept { return get<std::uint32_t>(); }
  std::uint64_t u64() noexcept { return get<std::uint64_t>(); }
  float f32() noexcept { return get<float>(); }
  double f64() noexcept { return get<double>(); }

  /// 0 or 1; another number is as bad as the end.
  bool flag() noexcept {
    const std::uint8_t value = u8();
    ok_ = ok_ && value <= 1;
    return value == 1;
  }

  bool floats(std::span<float> out) noexcept {
    if (!take(out.size_bytes())) return false;
    if (!out.empty()) std::memcpy(out.data(), bytes_.data() + at_ - out.size_bytes(), out.size_bytes());
    return true;
  }

  /// Passes over bytes without reading them.
  bool skip(std::size_t bytes) noexcept { return take(bytes); }

  bool ok() const noexcept { return ok_; }
  std::size_t position() const noexcept { return at_; }
  std::size_t remaining() const noexcept { return bytes_.size() - at_; }

 private:
  template <class T>
  T get() noexcept {
    T value{};
    if (take(sizeof value)) std::memcpy(&value, bytes_.data() + at_ - sizeof value, sizeof value);
    return value;
  }

  bool take(std::size_t bytes) noexcept {
    ok_ = ok_ && bytes <= remaining();
    if (ok_) at_ += bytes;
    return ok_;
  }

  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

}  // namespace nw::training
