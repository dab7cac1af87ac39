#include "data/images/image_draw.hpp"

namespace nw::data {
namespace {

constexpr std::uint64_t kDrawsPerImage = 4096;
constexpr std::uint64_t kGeometryPart = 2;  // parts 0 and 1 of the samples are the points' and their order's

}  // namespace

ImageDraw::ImageDraw(std::uint64_t seed, std::uint64_t sample) noexcept
    : numbers_(seed, core::Purpose::samples, kGeometryPart), next_(sample * kDrawsPerImage) {}

float ImageDraw::uniform(float low, float high) noexcept {
  if (next_ % 4 == 0) words_ = numbers_.block(next_ / 4);  // one block serves four draws
  return low + (high - low) * core::uniform_from_bits(words_[next_++ % 4]);
}

float ImageDraw::bell(float deviation) noexcept {
  constexpr float kToDeviationOne = 1.7320508f;  // four uniform numbers have variance 4/12
  float sum = uniform(-0.5f, 0.5f);
  for (int i = 1; i < 4; ++i) sum += uniform(-0.5f, 0.5f);
  return sum * kToDeviationOne * deviation;
}

}  // namespace nw::data
