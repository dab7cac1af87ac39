#include "layers/conv_shape.hpp"

#include <algorithm>
#include <cstdint>

namespace nw::layers {
namespace {

using core::Errc, core::Error;

core::Status check_pair(const char* field, const std::array<int, 2>& pair) noexcept {
  for (const int number : pair) {
    if (number < 1) return Error{Errc::bad_value, field, 1, static_cast<double>(number)};
    if (number > ConvOptions::kMaxWindow)
      return Error{Errc::bad_value, field, ConvOptions::kMaxWindow, static_cast<double>(number)};
  }
  return {};
}

/// One axis of the windows.
struct WindowAxis {
  std::int32_t places, pad_before;
};

core::Result<WindowAxis> fit_axis(std::int64_t size, const ConvOptions& options, std::size_t axis) noexcept {
  const std::int64_t kernel = options.kernel_size[axis], stride = options.strides[axis],
                     dilation = options.dilation_rate[axis];
  const std::int64_t reach = (kernel - 1) * dilation + 1;  // from a window's first number to its last
  if (options.same) {
    const std::int64_t places = (size + stride - 1) / stride;
    const std::int64_t missing = std::max<std::int64_t>((places - 1) * stride + reach - size, 0);
    return WindowAxis{static_cast<std::int32_t>(places), static_cast<std::int32_t>(missing / 2)};
  }
  if (reach > size) {
    return Error{Errc::bad_spec, "kernelSize", static_cast<double>((size - 1) / dilation + 1),
                 static_cast<double>(kernel)};
  }
  return WindowAxis{static_cast<std::int32_t>((size - reach) / stride + 1), 0};
}

}  // namespace

core::Result<kernels::ConvWindow> fit_window(const core::Shape& input_shape,
                                             const ConvOptions& options) noexcept {
  if (input_shape.rank() != 3 || input_shape.size() < 1)
    return Error{Errc::bad_spec, "inputShape", 3, static_cast<double>(input_shape.rank())};
  if (core::Status s = check_pair("kernelSize", options.kernel_size); !s) return s.error();
  if (core::Status s = check_pair("strides", options.strides); !s) return s.error();
  if (core::Status s = check_pair("dilationRate", options.dilation_rate); !s) return s.error();
  const auto y = fit_axis(input_shape[0], options, 0);
  if (!y) return y.error();
  const auto x = fit_axis(input_shape[1], options, 1);
  if (!x) return x.error();

  kernels::ConvWindow window;
  window.height = input_shape[0];
  window.width = input_shape[1];
  window.channels = input_shape[2];
  window.kernel_height = options.kernel_size[0];
  window.kernel_width = options.kernel_size[1];
  window.stride_y = options.strides[0];
  window.stride_x = options.strides[1];
  window.dilation_y = options.dilation_rate[0];
  window.dilation_x = options.dilation_rate[1];
  window.pad_top = y->pad_before;
  window.pad_left = x->pad_before;
  window.out_height = y->places;
  window.out_width = x->places;
  return window;
}

core::Status check_size(const char* field, int filters, double kernel_floats, double output_floats) noexcept {
  if (filters < 1 || filters > ConvOptions::kMaxFilters)
    return Error{Errc::bad_value, field, ConvOptions::kMaxFilters, static_cast<double>(filters)};
  constexpr double kMaxFloats = 2147483648.0;  // 2^31: places within a kernel or an image are 32-bit numbers
  const double floats = std::max(kernel_floats, output_floats);
  if (floats >= kMaxFloats)
    return Error{Errc::network_too_large, field, kMaxFloats * sizeof(float), floats * sizeof(float)};
  return {};
}

}  // namespace nw::layers
