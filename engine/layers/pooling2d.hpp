#pragma once

#include <array>

#include "kernels/pooling.hpp"
#include "layers/layer.hpp"

namespace nw::layers {

enum class PoolingKind { maximum, average };

/// Windows of a pooling; pairs are [height, width].
struct PoolingWindows {
  std::array<int, 2> pool_size{2, 2};
  std::array<int, 2> strides{1, 1};
  bool same = false;  // windows reach over the edges, as TensorFlow's `same`; otherwise only whole windows
};

/// Pooling of images: `maxPooling2d` and `averagePooling2d`.
///
/// With `same` there are input / stride places, rounded up; half of what is missing (rounded down) lies
/// before the image. Cells outside the image do not take part: neither in a maximum nor in a mean.
///
/// Shapes   x: [batch, height, width, channels]; y: [batch, out_h, out_w, channels].
/// Cost     a few operations for each cell of each window. No scratch, no cache.
/// Source   the places of windows: TensorFlow's API documentation, tf.nn, "Notes on padding".
/// Tests    tests/engine/layers/pooling2d.test.cpp
class Pooling2d final : public Layer {
 public:
  static constexpr int kMaxSize = 1 << 20;  // of a window and of a stride

  /// Errors   bad_spec, field "inputShape" (expected = 3, actual = its rank); bad_value, field "poolSize" or
  ///          "strides" (expected = the limit that was passed): both at least 1 and at most kMaxSize, and
  ///          without `same` no window larger than the image.
  static core::Result<std::unique_ptr<Layer>> make(std::string name, const core::Shape& input_shape,
                                                   PoolingKind kind, const PoolingWindows& windows);

  std::string_view type() const noexcept override;

  double flops_per_row() const noexcept override;
  void forward(const float* params, const float* x, float* y, int batch,
               const Context& context) const noexcept override;
  void backward(const float* params, const float* x, const float* y, float* d_y, float* d_x, float* d_params,
                int batch, const Context& context) const noexcept override;

 private:
  Pooling2d(std::string name, const core::Shape& input_shape, PoolingKind kind,
            const kernels::Pooling& pooling);

  /// Calls work(x's offset, y's offset) for each image, shared out over the pool.
  template <class Work>
  void for_images(int batch, parallel::Pool* pool, Work work) const noexcept;

  PoolingKind kind_;
  kernels::Pooling pooling_;
};

}  // namespace nw::layers
