#pragma once

#include <cstdint>
#include <initializer_list>

#include "data/images/image_draw.hpp"
#include "data/images/raster.hpp"

namespace nw::data {

// The kinds, one a file, with the names of their classes.

/// Handwritten-looking digits, white on black, brought to size and place as MNIST's are.
void stroke_digit(ImageDraw& draw, Picture& picture, int label) noexcept;
inline constexpr const char* kDigitNames[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};

/// A line or the border of two areas in one of eight directions, at any place and of any contrast. A class is
/// named after the angle in degrees from right to down.
void oriented_edge(ImageDraw& draw, Picture& picture, int label) noexcept;
inline constexpr const char* kEdgeNames[] = {"0", "22.5", "45", "67.5", "90", "112.5", "135", "157.5"};

/// A plane figure of any size, place and angle.
void plane_shape(ImageDraw& draw, Picture& picture, int label) noexcept;
inline constexpr const char* kShapeNames[] = {"circle", "square", "triangle", "cross", "star"};

/// A thing drawn from parts.
void composed_object(ImageDraw& draw, Picture& picture, int label) noexcept;
inline constexpr const char* kObjectNames[] = {"house", "face", "vehicle", "tree"};
enum class Part : int {
  roof,
  wall,
  door,
  window,
  chimney,
  head,
  eye,
  nose,
  mouth,
  body,
  cabin,
  wheel,
  trunk,
  crown
};
inline constexpr const char* kPartNames[] = {"roof", "wall",  "door", "window", "chimney", "head",  "eye",
                                             "nose", "mouth", "body", "cabin",  "wheel",   "trunk", "crown"};

/// Which parts a class may have; a chimney, a window and a nose may be missing.
constexpr std::uint32_t parts_mask(std::initializer_list<Part> parts) noexcept {
  std::uint32_t mask = 0;
  for (const Part part : parts) mask |= std::uint32_t{1} << static_cast<int>(part);
  return mask;
}
inline constexpr std::uint32_t kObjectParts[] = {
    parts_mask({Part::roof, Part::wall, Part::door, Part::window, Part::chimney}),
    parts_mask({Part::head, Part::eye, Part::nose, Part::mouth}),
    parts_mask({Part::window, Part::body, Part::cabin, Part::wheel}),
    parts_mask({Part::trunk, Part::crown}),
};

}  // namespace nw::data
