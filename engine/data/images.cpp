#include "data/images.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "core/aligned_buffer.hpp"
#include "data/images/kinds.hpp"
#include "data/permutation.hpp"

namespace nw::data {
namespace {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

constexpr ImageKind kImageKinds[] = {
    {"strokeDigits", 28, 28, 5000, kDigitNames, {}, {}, stroke_digit},
    {"edges", 12, 12, 2000, kEdgeNames, {}, {}, oriented_edge},
    {"shapes", 16, 16, 2000, kShapeNames, {}, {}, plane_shape},
    {"composedObjects", 28, 28, 2000, kObjectNames, kPartNames, kObjectParts, composed_object},
};

constexpr std::uint64_t kLabelParts = std::uint64_t{1}
                                      << 32;  // of Purpose::samples; one for each round of labels
constexpr std::uint64_t kPixelPart = 1;       // of Purpose::noise; part 0 is the points'

std::size_t pixel_count(const ImageKind& kind) noexcept {
  return static_cast<std::size_t>(kind.height * kind.width);
}

void draw_clean(const ImageSpec& spec, int sample, std::span<float> pixels, int part) noexcept {
  ImageDraw draw(spec.seed, static_cast<std::uint64_t>(sample));
  Picture picture(spec.kind->height, spec.kind->width, pixels, part);
  spec.kind->draw(draw, picture, image_label(*spec.kind, spec.seed, sample));
}

/// Adds bell-shaped noise: of four uniform numbers, as in ImageDraw::bell.
void add_pixel_noise(const ImageSpec& spec, int sample, std::span<float> pixels) noexcept {
  constexpr float kToDeviationOne = 1.7320508f;
  const core::Rng rng(spec.seed, core::Purpose::noise, kPixelPart);
  const float scale = static_cast<float>(spec.noise) * kToDeviationOne;
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    float sum = -2.0f;
    for (const std::uint32_t word : rng.block(static_cast<std::uint64_t>(sample) * kMaxPixels + i)) {
      sum += core::uniform_from_bits(word);
    }
    pixels[i] = std::clamp(pixels[i] + scale * sum, 0.0f, 1.0f);
  }
}

void draw_row(const ImageSpec& spec, int sample, std::span<float> pixels) noexcept {
  draw_clean(spec, sample, pixels, Picture::kWholeImage);
  if (spec.noise > 0.0) add_pixel_noise(spec, sample, pixels);
}

Status check_noise(const ImageSpec& spec) noexcept {
  const bool noise_is_valid = spec.noise >= 0.0 && spec.noise <= 1.0;  // false for NaN, too
  if (!noise_is_valid) return Error{Errc::bad_value, "noise", 1, spec.noise};
  return {};
}

Status check_pixels(const ImageSpec& spec, const char* field, std::size_t size) noexcept {
  const std::size_t wanted = pixel_count(*spec.kind);
  if (size != wanted) return Error{Errc::bad_shape, field, double(wanted), double(size)};
  return {};
}

}  // namespace

std::span<const ImageKind> image_kinds() noexcept { return kImageKinds; }

int image_label(const ImageKind& kind, std::uint64_t seed, int sample) noexcept {
  assert(sample >= 0);
  std::array<std::int32_t, 32> labels;
  const auto round = std::span(labels).first(kind.classes.size());
  count_up(round);
  const std::size_t at = static_cast<std::size_t>(sample);
  permute(round, core::Rng(seed, core::Purpose::samples, kLabelParts + at / round.size()));
  return round[at % round.size()];
}

Result<Dataset> generate_images(const ImageSpec& spec) noexcept {
  assert(spec.kind != nullptr);
  if (spec.samples < 2) return Error{Errc::bad_value, "samples", 2, double(spec.samples)};
  if (spec.samples > kMaxImages) return Error{Errc::bad_value, "samples", kMaxImages, double(spec.samples)};
  if (Status s = check_noise(spec); !s) return s.error();

  const std::size_t rows = static_cast<std::size_t>(spec.samples), size = pixel_count(*spec.kind);
  auto inputs = core::AlignedBuffer<float>::make(rows * size, "inputs");
  if (!inputs) return inputs.error();
  auto targets = core::AlignedBuffer<float>::make(rows, "targets");
  if (!targets) return targets.error();
  for (std::size_t row = 0; row < rows; ++row) {
    const int sample = static_cast<int>(row);
    draw_row(spec, sample, inputs->span().subspan(row * size, size));
    targets->data()[row] = static_cast<float>(image_label(*spec.kind, spec.seed, sample));
  }
  return Dataset::make(
      OwnedTable{std::move(inputs).value(), std::move(targets).value(), spec.samples,
                 static_cast<std::int64_t>(size), 1, static_cast<std::int64_t>(spec.kind->classes.size())},
      Scaling::none, spec.split);
}

Status draw_image(const ImageSpec& spec, int sample, std::span<float> pixels) noexcept {
  assert(spec.kind != nullptr);
  if (Status s = check_noise(spec); !s) return s;
  if (Status s = check_pixels(spec, "pixels", pixels.size()); !s) return s;
  draw_row(spec, sample, pixels);
  return {};
}

Status draw_part_mask(const ImageSpec& spec, int sample, int part, std::span<float> mask) noexcept {
  assert(spec.kind != nullptr);
  const int parts = static_cast<int>(spec.kind->parts.size());
  if (part < 0 || part >= parts) return Error{Errc::bad_value, "part", double(parts - 1), double(part)};
  if (Status s = check_pixels(spec, "mask", mask.size()); !s) return s;
  draw_clean(spec, sample, mask, part);
  return {};
}

}  // namespace nw::data
