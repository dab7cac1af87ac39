#include "kernels/conv2d.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "kernels/gemm.hpp"
#include "support/values.hpp"

using namespace nw::kernels;
using nw::test::random_values;
using nw::test::same_bits_all;

namespace {

constexpr float kGuard = 77.0f;

/// Windows of an image of 5 x 7, with more padding on one side than on the other.
ConvWindow window_of(int channels, int kernel, int stride, int dilation) {
  ConvWindow w;
  w.height = 5;
  w.width = 7;
  w.channels = channels;
  w.kernel_height = kernel;
  w.kernel_width = kernel + 1;
  w.stride_y = stride;
  w.stride_x = stride + 1;
  w.dilation_y = dilation;
  w.dilation_x = dilation == 1 ? 1 : dilation - 1;
  w.pad_top = std::min(1, (w.kernel_height - 1) * w.dilation_y);
  w.pad_left = std::min(2, (w.kernel_width - 1) * w.dilation_x);
  w.out_height = 4;
  w.out_width = 3;
  return w;
}

template <class Check>
void for_each_window(Check check) {
  for (int channels = 1; channels <= 9; ++channels) {
    for (int kernel : {1, 2, 4}) {
      for (int stride : {1, 2}) {
        for (int dilation : {1, 2, 3}) {
          for (int filters : {1, 3, 4, 7, 8, 9, 17}) {
            CAPTURE(channels);
            CAPTURE(kernel);
            CAPTURE(stride);
            CAPTURE(dilation);
            CAPTURE(filters);
            check(window_of(channels, kernel, stride, dilation), static_cast<std::size_t>(filters));
          }
        }
      }
    }
  }
}

/// The place in the image of a window's number, or -1 outside of it.
int place_in_image(const ConvWindow& w, int out_y, int out_x, int ky, int kx, int c) {
  const int y = out_y * w.stride_y - w.pad_top + ky * w.dilation_y;
  const int x = out_x * w.stride_x - w.pad_left + kx * w.dilation_x;
  if (y < 0 || y >= w.height || x < 0 || x >= w.width) return -1;
  return (y * w.width + x) * w.channels + c;
}

/// Calls work(place, number of the window, place in the image or -1).
template <class Work>
void for_each_tap(const ConvWindow& w, Work work) {
  std::size_t place = 0;
  for (int out_y = 0; out_y < w.out_height; ++out_y) {
    for (int out_x = 0; out_x < w.out_width; ++out_x, ++place) {
      std::size_t number = 0;
      for (int ky = 0; ky < w.kernel_height; ++ky) {
        for (int kx = 0; kx < w.kernel_width; ++kx) {
          for (int c = 0; c < w.channels; ++c, ++number)
            work(place, number, place_in_image(w, out_y, out_x, ky, kx, c));
        }
      }
    }
  }
}

/// Every window as a row: [places, window_floats].
std::vector<float> windows(const ConvWindow& w, const std::vector<float>& x) {
  std::vector<float> rows(w.places() * w.window_floats());
  for_each_tap(w, [&](std::size_t place, std::size_t number, int at) {
    if (at >= 0) rows[place * w.window_floats() + number] = x[static_cast<std::size_t>(at)];
  });
  return rows;
}

Gemm product_of(std::size_t m, std::size_t n, std::size_t k) {
  Gemm product;
  product.m = static_cast<int>(m);
  product.n = static_cast<int>(n);
  product.k = static_cast<int>(k);
  product.b_stride = product.c_stride = product.n;
  return product;
}

std::vector<float> padded(const PaddedImage& shape, const std::vector<float>& image) {
  std::vector<float> zeros(shape.floats());
  pad_image(shape, image.data(), zeros.data());
  return zeros;
}

/// Whole numbers, so that no rounding hides anything.
std::vector<float> whole_values(std::size_t size, unsigned seed) {
  auto values = random_values(size, seed);
  for (float& value : values) value = static_cast<float>(static_cast<int>(value * 20));
  return values;
}

}  // namespace

TEST_CASE("convolve: the bits of a product of all windows and the kernel; nothing else is written") {
  for_each_window([](const ConvWindow& w, std::size_t filters) {
    const auto x = random_values(w.image_floats(), 1), kernel = random_values(w.window_floats() * filters, 2);
    const auto bias = random_values(filters, 3), rows = windows(w, x);
    std::vector<float> packed(packed_kernel_floats(w.window_floats(), filters));
    pack_kernel(kernel.data(), w.window_floats(), filters, packed.data());
    for (const float* start : {bias.data(), static_cast<const float*>(nullptr)}) {
      std::vector<float> y(w.places() * filters + 3, kGuard), want(y);
      convolve(w, padded(padded_input(w), x).data(), packed.data(), start, filters, y.data());
      Gemm product = product_of(w.places(), filters, w.window_floats());
      product.a = {rows.data(), product.k, 1};
      product.b = kernel.data();
      product.bias = start;
      product.c = want.data();
      gemm(product, nullptr);
      CHECK(same_bits_all(y, want));
    }
  });
}

TEST_CASE(
    "kernel_gradient: the bits of a product of the windows' transpose and the gradient, added up or not") {
  for_each_window([](const ConvWindow& w, std::size_t filters) {
    const auto x = random_values(w.image_floats(), 1), d_z = random_values(w.places() * filters, 2);
    const auto rows = windows(w, x);
    for (const bool accumulate : {false, true}) {
      std::vector<float> d_kernel(w.window_floats() * filters + 3, kGuard), want(d_kernel);
      kernel_gradient(w, padded(padded_input(w), x).data(), d_z.data(), filters, accumulate, d_kernel.data());
      Gemm product = product_of(w.window_floats(), filters, w.places());
      product.a = {rows.data(), 1, product.m};
      product.b = d_z.data();
      product.accumulate = accumulate;
      product.c = want.data();
      gemm(product, nullptr);
      CHECK(same_bits_all(d_kernel, want));
    }
  });
}

TEST_CASE("convolve_transposed: every window gives back to where it came from") {
  for_each_window([](const ConvWindow& w, std::size_t filters) {
    const auto kernel = whole_values(w.window_floats() * filters, 1),
               d_z = whole_values(w.places() * filters, 2);
    std::vector<float> packed(packed_kernel_floats(w.taps() * filters, static_cast<std::size_t>(w.channels)));
    pack_kernel_transposed(w, kernel.data(), filters, packed.data());
    std::vector<float> d_x(w.image_floats() + 3, kGuard), want(w.image_floats());
    convolve_transposed(w, padded(padded_gradient(w, static_cast<int>(filters)), d_z).data(), packed.data(),
                        filters, d_x.data());
    for_each_tap(w, [&](std::size_t place, std::size_t number, int at) {
      if (at < 0) return;
      for (std::size_t o = 0; o < filters; ++o)
        want[static_cast<std::size_t>(at)] += d_z[place * filters + o] * kernel[number * filters + o];
    });
    want.resize(d_x.size(), kGuard);
    CHECK(d_x == want);
  });
}

TEST_CASE("padded images: what is not padded is the image itself") {
  ConvWindow w = window_of(3, 2, 1, 1);
  CHECK_FALSE(padded_input(w).is_the_image());
  w.pad_top = w.pad_left = 0;
  CHECK(padded_input(w).is_the_image());
  w.out_width = 6;  // the last window sticks out to the right
  CHECK_FALSE(padded_input(w).is_the_image());
}
