#pragma once

#include <vector>

#include "support/conv_case.hpp"

namespace nw::test {

/// Every number of channels and filters around the vector's width.
inline std::vector<ConvSize> narrow_sizes(ConvKind kind) {
  std::vector<ConvSize> sizes;
  for (int channels = 1; channels <= 9; ++channels) {
    for (int filters : {1, 2, 3, 4, 5, 8, 9}) {
      const bool same = (channels + filters) % 2 == 0 && kind != ConvKind::local;
      sizes.push_back({kind, 4, 5, channels, filters, {3, 2}, {1, 1}, {1, 1}, same, 2});
    }
  }
  return sizes;
}

/// Awkward windows; those that the kind does not know are left out.
inline std::vector<ConvSize> window_sizes(ConvKind kind) {
  const ConvSize all[] = {
      {kind, 1, 1, 1, 1, {1, 1}, {1, 1}, {1, 1}, false, 1},  // one number
      {kind, 5, 4, 3, 2, {1, 1}, {1, 1}, {1, 1}, false, 3},  // pointwise
      {kind, 5, 4, 3, 2, {1, 1}, {2, 3}, {1, 1}, false, 3},  // … with gaps
      {kind, 5, 4, 3, 2, {1, 1}, {2, 3}, {1, 1}, true, 3},
      {kind, 4, 6, 2, 3, {4, 6}, {1, 1}, {1, 1}, false, 3},  // one place
      {kind, 4, 6, 2, 3, {4, 3}, {3, 3}, {1, 1}, false, 3},  // strides that leave a rest
      {kind, 7, 6, 2, 3, {2, 3}, {3, 2}, {1, 1}, true, 2},
      {kind, 8, 9, 1, 5, {3, 3}, {2, 2}, {1, 1}, true, 2},
      {kind, 9, 8, 1, 5, {5, 1}, {1, 4}, {1, 1}, true, 2},
      {kind, 6, 7, 2, 2, {1, 5}, {4, 1}, {1, 1}, false, 2},
      {kind, 3, 2, 2, 3, {7, 6}, {1, 1}, {1, 1}, true, 2},  // a kernel larger than the image
      {kind, 3, 2, 2, 3, {9, 8}, {2, 2}, {1, 1}, true, 2},
      {kind, 8, 7, 2, 3, {3, 3}, {1, 1}, {2, 2}, false, 2},  // dilated
      {kind, 8, 7, 2, 3, {3, 2}, {1, 1}, {1, 4}, true, 2},
      {kind, 8, 7, 3, 2, {2, 3}, {1, 1}, {5, 1}, true, 2},
      {kind, 9, 9, 1, 4, {3, 3}, {2, 3}, {3, 2}, false, 2},  // … with strides, too
      {kind, 9, 9, 1, 4, {3, 3}, {2, 3}, {3, 2}, true, 2},
      {kind, 3, 3, 2, 2, {2, 2}, {1, 1}, {7, 7}, true, 2},    // taps that all lie outside
      {kind, 1, 12, 2, 3, {1, 3}, {1, 2}, {1, 1}, true, 2},   // one row
      {kind, 12, 1, 2, 3, {3, 1}, {2, 1}, {1, 1}, false, 2},  // one column
  };
  std::vector<ConvSize> sizes;
  for (const ConvSize& size : all) {
    const bool dilated = size.dilation != std::array{1, 1};
    if (kind != ConvKind::local || (!size.same && !dilated)) sizes.push_back(size);
  }
  return sizes;
}

/// So large that the work is cut: in chunks of images, and a conv2d's images in tiles.
inline std::vector<ConvSize> cut_sizes(ConvKind kind) {
  const bool local = kind == ConvKind::local;
  return {
      {kind, 40, 40, 1, 4, {5, 5}, {1, 1}, {1, 1}, !local, 3},
      {kind, 14, 14, 8, 5, {3, 3}, {1, 1}, {1, 1}, !local, 11},
      {kind, 12, 13, 16, 3, {3, 3}, {2, 2}, {1, 1}, false, 17},
      {kind, 16, 16, 12, kind == ConvKind::depthwise ? 2 : 8, {1, 1}, {1, 1}, {1, 1}, false, 33},
      {kind, 9, 7, 5, 6, {4, 4}, {1, 1}, {1, 1}, false, 40},
  };
}

}  // namespace nw::test
