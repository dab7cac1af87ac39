#pragma once

#include <cstdint>
#include <span>

#include "core/result.hpp"
#include "core/rng.hpp"
#include "data/dataset.hpp"

namespace nw::data {

/// A point of the plane with what is to be learned there: its class, or a number for regression.
struct Point {
  float x, y, target;
};

/// The random numbers of one point. Places and noise come from streams of their own, so that turning the
/// noise up moves no point.
class PointDraw {
 public:
  PointDraw(std::uint64_t seed, std::uint64_t point) noexcept;
  /// In [low, high); `which` < 8 tells the numbers of one point apart.
  float place(int which, float low, float high) const noexcept;
  float noise(int which, float low, float high) const noexcept;

 private:
  core::Rng places_, noises_;
  std::uint64_t point_;
};

/// One kind of generated data: pure, so every point can be drawn alone. noise in 0 … 1 (TF Playground's
/// percent / 100).
struct Generator {
  const char* name;
  int classes;  // 0: regression; where there is a choice, the default
  int default_samples;
  Point (*point)(const PointDraw& draw, int index, int samples, int classes, float noise) noexcept;
  int most_classes = classes;  // larger than `classes`: the spec may choose 2 … most_classes
};

/// Every generator. A new one is a file in data/generators/ and a line in generators.cpp.
std::span<const Generator> generators() noexcept;

struct GeneratedSpec {
  const Generator* generator = nullptr;  // an element of generators()
  int samples = 0;
  double noise = 0.0;
  std::uint64_t seed = 0;
  SplitSpec split;
  int classes = 0;  // 0: the generator's own number
};

/// Draws a data set of two inputs, unscaled, its rows in random order.
///
/// Errors   bad_value (samples: 2 … 1000000; noise: 0 … 1; classes: 0, the generator's own number or, where
/// there is a
///          choice, 2 … most_classes), and those of Dataset::make.
/// Source   shapes of TF Playground, github.com/tensorflow/playground, src/dataset.ts (Apache-2.0); its
/// numbers come from
///          another generator, so its points are others.
/// Tests    tests/engine/data/generators.test.cpp
core::Result<Dataset> generate(const GeneratedSpec& spec) noexcept;

inline constexpr int kMaxSamples = 1000000;

}  // namespace nw::data
