#pragma once

#include <array>
#include <cstdint>

#include "core/rng.hpp"

namespace nw::data {

/// The random numbers of one image, one after the other. An image asks for at most 4096.
class ImageDraw {
 public:
  ImageDraw(std::uint64_t seed, std::uint64_t sample) noexcept;

  /// In [low, high).
  float uniform(float low, float high) noexcept;

  /// Bell-shaped with mean 0, at most 3.5 deviations from it: four uniform numbers, added. Handwriting has no
  /// outliers that a pen could not draw.
  float bell(float deviation) noexcept;

  /// 0 … n-1.
  int below(int n) noexcept { return static_cast<int>(uniform(0.0f, static_cast<float>(n))); }

  bool chance(float probability) noexcept { return uniform(0.0f, 1.0f) < probability; }

 private:
  core::Rng numbers_;
  std::uint64_t next_;
  std::array<std::uint32_t, 4> words_{};
};

}  // namespace nw::data
