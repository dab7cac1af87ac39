#include "kernels/pooling.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/values.hpp"

using namespace nw::kernels;
using nw::test::kInf;
using nw::test::kNan;
using nw::test::random_values;
using Floats = std::vector<float>;

namespace {

constexpr Pooling kPoolings[] = {
    {4, 4, 1, 2, 2, 2, 2, 0, 0, 2, 2},   // the usual one
    {5, 7, 3, 3, 2, 1, 3, 1, 0, 5, 2},   // windows that overlap, and gaps between columns
    {6, 3, 5, 4, 3, 2, 1, 1, 1, 3, 3},   // padding before and behind
    {1, 1, 4, 3, 3, 1, 1, 1, 1, 1, 1},   // one cell
    {3, 2, 9, 5, 5, 2, 1, 2, 2, 2, 2},   // windows larger than the image
    {2, 5, 17, 1, 1, 3, 2, 0, 0, 1, 3},  // single cells, with gaps
};

std::size_t in_size(const Pooling& p) { return std::size_t(p.height * p.width * p.channels); }
std::size_t out_size(const Pooling& p) { return std::size_t(p.out_h * p.out_w * p.channels); }

std::size_t place(const Pooling& p, int row, int col, int channel) {
  return std::size_t((row * p.width + col) * p.channels + channel);
}

/// The cells of window (r, c) inside the image, rows first: every cell of the image is asked.
std::vector<std::size_t> cells(const Pooling& p, int r, int c, int channel) {
  std::vector<std::size_t> found;
  for (int row = 0; row < p.height; ++row) {
    for (int col = 0; col < p.width; ++col) {
      const int y = row - (r * p.stride_h - p.pad_top), x = col - (c * p.stride_w - p.pad_left);
      if (y >= 0 && y < p.pool_h && x >= 0 && x < p.pool_w) found.push_back(place(p, row, col, channel));
    }
  }
  return found;
}

/// Calls check(place in y, the window's cells) for each number of the output.
template <class Check>
void for_outputs(const Pooling& p, Check check) {
  std::size_t out = 0;
  for (int r = 0; r < p.out_h; ++r)
    for (int c = 0; c < p.out_w; ++c)
      for (int channel = 0; channel < p.channels; ++channel) check(out++, cells(p, r, c, channel));
}

/// Each pooling; the usual one with 1 ... 17 channels.
template <class Check>
void for_poolings(Check check) {
  for (Pooling p : kPoolings) {
    check(p);
    if (p.channels != 1) continue;
    for (p.channels = 2; p.channels <= 17; ++p.channels) check(p);
  }
}

}  // namespace

TEST_CASE("max_pool, average_pool: the windows' maxima and means, for every tail of channels") {
  for_poolings([](const Pooling& p) {
    const Floats x = random_values(in_size(p), 3, -2, 2);
    Floats largest(out_size(p)), means(out_size(p));
    max_pool(p, x.data(), largest.data());
    average_pool(p, x.data(), means.data());
    CAPTURE(p.channels);
    CAPTURE(p.height);
    for_outputs(p, [&](std::size_t out, const std::vector<std::size_t>& window) {
      double best = -1e9, sum = 0;
      for (std::size_t at : window) {
        best = std::max(best, double(x[at]));
        sum += double(x[at]);
      }
      CHECK(double(largest[out]) == best);
      CHECK(std::fabs(double(means[out]) - sum / double(window.size())) < 1e-6);
    });
  });
}

TEST_CASE("max_pool_backward, average_pool_backward: each gradient where it came from, d_x overwritten") {
  for_poolings([](const Pooling& p) {
    const Floats x = random_values(in_size(p), 3, -2, 2), d_y = random_values(out_size(p), 4);
    Floats y(out_size(p)), of_max(in_size(p), 99.0f), of_mean(in_size(p), 99.0f);
    max_pool(p, x.data(), y.data());
    max_pool_backward(p, x.data(), y.data(), d_y.data(), of_max.data());
    average_pool_backward(p, d_y.data(), of_mean.data());
    std::vector<double> want_max(in_size(p)), want_mean(in_size(p));
    for_outputs(p, [&](std::size_t out, const std::vector<std::size_t>& window) {
      std::size_t best = window[0];
      for (std::size_t at : window) {
        if (x[at] > x[best]) best = at;
        want_mean[at] += double(d_y[out]) / double(window.size());
      }
      want_max[best] += double(d_y[out]);
    });
    CAPTURE(p.channels);
    CAPTURE(p.height);
    for (std::size_t i = 0; i < x.size(); ++i) {
      CHECK(std::fabs(double(of_max[i]) - want_max[i]) < 2e-6);
      CHECK(std::fabs(double(of_mean[i]) - want_mean[i]) < 2e-6);
    }
  });
}

TEST_CASE("max_pool_backward: of equal maxima the first has the gradient, and of NaN the first") {
  const Pooling p{2, 2, 2, 2, 2, 2, 2, 0, 0, 1, 1};
  const float d_y[] = {5, 7};
  const auto gradient = [&](const Floats& x) {
    Floats y(2), d_x(8);
    max_pool(p, x.data(), y.data());
    max_pool_backward(p, x.data(), y.data(), d_y, d_x.data());
    return d_x;
  };
  CHECK(gradient({1, 4, 3, 4, 3, 4, 0, 4}) == Floats{0, 7, 5, 0, 0, 0, 0, 0});
  CHECK(gradient({0, -kInf, -0.0f, -kInf, 0, -kInf, 0, -kInf}) == Floats{5, 7, 0, 0, 0, 0, 0, 0});
  CHECK(gradient({9, 1, kNan, 2, kNan, kInf, kInf, 4}) == Floats{0, 0, 5, 0, 0, 7, 0, 0});
}

TEST_CASE("max_pool, average_pool: a NaN spoils its windows and channels and no others; huge and infinite") {
  const Pooling p{2, 4, 2, 2, 2, 2, 2, 0, 0, 1, 2};
  for (std::size_t broken = 0; broken < 16; ++broken) {
    Floats x = random_values(16, 5), largest(4), means(4);
    x[broken] = kNan;
    max_pool(p, x.data(), largest.data());
    average_pool(p, x.data(), means.data());
    const std::size_t window = broken % 8 / 4, channel = broken % 2;
    for (std::size_t out = 0; out < 4; ++out) {
      CHECK(std::isnan(largest[out]) == (out == window * 2 + channel));
      CHECK(std::isnan(means[out]) == (out == window * 2 + channel));
    }
  }
  const Pooling whole{1, 2, 1, 1, 2, 1, 1, 0, 0, 1, 1};
  float y = 0;
  max_pool(whole, Floats{-kInf, -nw::test::kHuge}.data(), &y);
  CHECK(y == -nw::test::kHuge);
  max_pool(whole, Floats{kInf, 1}.data(), &y);
  CHECK(y == kInf);
  average_pool(whole, Floats{1.5e38f, 1.7e38f}.data(), &y);
  CHECK(y == doctest::Approx(1.6e38f));
}
