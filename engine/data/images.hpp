#pragma once

#include <cstdint>
#include <span>

#include "core/result.hpp"
#include "data/dataset.hpp"

namespace nw::data {

class ImageDraw;
class Picture;

/// One kind of generated images, all of one channel. `draw` is pure, so every image can be drawn alone.
struct ImageKind {
  const char* name;
  int height, width;
  int default_samples;
  std::span<const char* const> classes;           // their names, in the order of the labels; 2 … 32
  std::span<const char* const> parts;             // the names of what objects consist of; empty: no masks
  std::span<const std::uint32_t> parts_of_class;  // [classes]: bit p is set where part p may occur
  void (*draw)(ImageDraw& draw, Picture& picture, int label) noexcept;
};

/// Every kind. A new one is a file in data/images/ and a line in images.cpp.
std::span<const ImageKind> image_kinds() noexcept;

struct ImageSpec {
  const ImageKind* kind = nullptr;  // an element of image_kinds()
  int samples = 0;
  double noise = 0.0;  // deviation of what is added to every pixel, before it is brought into 0 … 1
  std::uint64_t seed = 0;
  SplitSpec split = {};
};

/// Draws a data set of images, its classes in random order and as even as can be.
///
/// Shapes   inputs: [samples, height * width], row-major; row i is draw_image's sample i.
/// Units    0 (black) … 1 (white). Targets: class indices.
/// Errors   bad_value (samples: 2 … 100000; noise: 0 … 1), out_of_memory, and those of Dataset::make.
/// Cost     10 to 100 microseconds an image.
/// Tests    tests/engine/data/images.test.cpp
core::Result<Dataset> generate_images(const ImageSpec& spec) noexcept;

/// The class of sample i. Of every `classes` samples in succession, each class has one, in an order drawn
/// for them.
///
/// Needs    0 <= sample. Asserted.
int image_label(const ImageKind& kind, std::uint64_t seed, int sample) noexcept;

/// Draws sample i alone: the row that generate_images makes of spec.kind, spec.noise, spec.seed and i,
/// however many samples there are.
///
/// Shapes   pixels: [height, width].
/// Needs    0 <= sample. Asserted.
/// Errors   bad_shape (pixels), bad_value (noise).
core::Status draw_image(const ImageSpec& spec, int sample, std::span<float> pixels) noexcept;

/// Where part p of sample i is seen: the share of every pixel that it covers and that nothing in front hides.
/// The masks of all parts add up to the object, whatever the noise. All 0 where the object lacks the part.
///
/// Shapes   mask: [height, width].
/// Needs    0 <= sample. Asserted.
/// Errors   bad_shape (mask), bad_value (part; also for a kind without parts).
core::Status draw_part_mask(const ImageSpec& spec, int sample, int part, std::span<float> mask) noexcept;

inline constexpr int kMaxImages = 100000;

}  // namespace nw::data
