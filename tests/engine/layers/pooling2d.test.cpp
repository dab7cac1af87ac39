#include "layers/pooling2d.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "layers/global_average_pooling2d.hpp"
#include "support/layer_case.hpp"

using namespace nw::layers;
using namespace nw::test;
using nw::core::Errc;
using nw::core::Shape;

namespace {

struct Pool2d {
  Shape input;
  std::array<int, 2> size, strides;
  bool same;
};

const Pool2d kPools[] = {
    {{4, 4, 1}, {2, 2}, {2, 2}, false}, {{5, 6, 3}, {2, 3}, {1, 2}, true}, {{7, 5, 4}, {3, 2}, {2, 3}, false},
    {{5, 5, 2}, {3, 3}, {2, 2}, true},  {{2, 3, 5}, {5, 4}, {1, 1}, true}, {{6, 1, 2}, {1, 1}, {4, 2}, false},
};

LayerCase case_of(const Pool2d& p, PoolingKind kind, int batch = 3) {
  LayerCase c(Pooling2d::make("pool_1", p.input, kind, {p.size, p.strides, p.same}), batch);
  // All numbers different and far apart, in an order of their own: no step of a finite difference changes
  // which one is the largest.
  for (std::size_t i = 0; i < c.x.size(); ++i)
    c.x[i] = 0.0625f * float(std::int64_t(i * 7919 % c.x.size()) - std::int64_t(c.x.size()) / 2);
  return c;
}

/// One axis as TensorFlow's documentation says it.
int output_size(int in, int size, int stride, bool same) {
  return same ? int(std::ceil(double(in) / stride)) : int(std::ceil(double(in - size + 1) / stride));
}
int padding_before(int in, int size, int stride, bool same) {
  if (!same) return 0;
  const int rest = in % stride;
  return std::max(rest == 0 ? size - stride : size - rest, 0) / 2;
}

}  // namespace

TEST_CASE("Pooling2d: shapes and values as TensorFlow's documentation says") {
  for (const Pool2d& p : kPools) {
    const LayerCase largest = case_of(p, PoolingKind::maximum), means = case_of(p, PoolingKind::average);
    const int h = p.input[0], w = p.input[1], channels = p.input[2];
    const int out_h = output_size(h, p.size[0], p.strides[0], p.same);
    const int out_w = output_size(w, p.size[1], p.strides[1], p.same);
    CAPTURE(h);
    CAPTURE(w);
    REQUIRE(largest.layer->output_shape() == Shape{out_h, out_w, channels});
    const auto y_max = largest.output(), y_mean = means.output();
    const int top = padding_before(h, p.size[0], p.strides[0], p.same);
    const int left = padding_before(w, p.size[1], p.strides[1], p.same);
    std::size_t out = 0;
    for (int image = 0; image < 3; ++image)
      for (int r = 0; r < out_h; ++r)
        for (int c = 0; c < out_w; ++c)
          for (int channel = 0; channel < channels; ++channel, ++out) {
            double best = -1e9, sum = 0, count = 0;
            for (int i = 0; i < p.size[0]; ++i)
              for (int j = 0; j < p.size[1]; ++j) {
                const int row = r * p.strides[0] - top + i, col = c * p.strides[1] - left + j;
                if (row < 0 || row >= h || col < 0 || col >= w) continue;
                const double x =
                    double(largest.x[std::size_t(((image * h + row) * w + col) * channels + channel)]);
                best = std::max(best, x);
                sum += x;
                ++count;
              }
            CHECK(double(y_max[out]) == best);
            CHECK(std::fabs(double(y_mean[out]) - sum / count) < 1e-5);
          }
    CHECK(out == y_max.size());
  }
}

TEST_CASE("Pooling2d: gradients, every thread count, neighbors") {
  for (const Pool2d& p : kPools) {
    for (const PoolingKind kind : {PoolingKind::maximum, PoolingKind::average}) {
      CAPTURE(p.input[0]);
      check_layer(case_of(p, kind));
    }
  }
  const Pool2d large{{16, 16, 8}, {3, 3}, {1, 1}, true};  // several chunks
  check_threads(case_of(large, PoolingKind::maximum, 9));
  check_threads(case_of(large, PoolingKind::average, 9));
}

TEST_CASE("Pooling2d: NaN in one image spoils nothing of the others") {
  for (const PoolingKind kind : {PoolingKind::maximum, PoolingKind::average}) {
    LayerCase c = case_of({{4, 4, 3}, {2, 2}, {2, 2}, false}, kind);
    c.x[1 * 48 + 10] = kNan;
    const auto pass = c.backward();
    for (std::size_t i = 0; i < pass.y.size(); ++i) {
      if (i / 12 != 1) CHECK_FALSE(std::isnan(pass.y[i]));
    }
    CHECK(std::count_if(pass.y.begin(), pass.y.end(), [](float y) { return std::isnan(y); }) == 1);
    for (float d : pass.d_x) CHECK(std::isfinite(d));
  }
}

TEST_CASE("Pooling2d: types; images of another rank and windows that do not fit are refused") {
  const Pool2d usual{{4, 4, 1}, {2, 2}, {2, 2}, false};
  CHECK(case_of(usual, PoolingKind::maximum).layer->type() == "maxPooling2d");
  CHECK(case_of(usual, PoolingKind::average).layer->type() == "averagePooling2d");
  const auto refused = [](const Shape& input, PoolingWindows windows, Errc code, const std::string& field,
                          double expected, double actual) {
    const auto error = refusal(Pooling2d::make("p", input, PoolingKind::maximum, windows));
    CAPTURE(actual);
    CHECK(error.code == code);
    CHECK(std::string(error.field) == field);
    CHECK(error.expected == expected);
    CHECK(error.actual == actual);
  };
  refused({16}, {{2, 2}, {2, 2}, true}, Errc::bad_spec, "inputShape", 3, 1);
  refused({4, 4}, {{2, 2}, {2, 2}, true}, Errc::bad_spec, "inputShape", 3, 2);
  refused({4, 5, 1}, {{5, 2}, {1, 1}, false}, Errc::bad_value, "poolSize", 4, 5);
  refused({4, 5, 1}, {{2, 6}, {1, 1}, false}, Errc::bad_value, "poolSize", 5, 6);
  refused({4, 5, 1}, {{2, 0}, {1, 1}, true}, Errc::bad_value, "poolSize", 1, 0);
  refused({4, 5, 1}, {{2, 2}, {0, 1}, true}, Errc::bad_value, "strides", 1, 0);
  refused({4, 5, 1}, {{2, 2}, {1, -3}, true}, Errc::bad_value, "strides", 1, -3);
  refused({4, 5, 1}, {{2, 2000000}, {1, 1}, true}, Errc::bad_value, "poolSize", Pooling2d::kMaxSize, 2000000);
}

TEST_CASE("GlobalAveragePooling2d: the mean of each channel, gradients, every thread count") {
  for (const Shape& shape : {Shape{1, 1, 1}, Shape{2, 3, 5}, Shape{7, 7, 4}, Shape{3, 2, 17}}) {
    const LayerCase c(GlobalAveragePooling2d::make("mean_1", shape), 3);
    REQUIRE(c.layer->output_shape() == Shape{shape[2]});
    const auto y = c.output();
    const auto channels = std::size_t(shape[2]), in = std::size_t(shape.size());
    for (std::size_t out = 0; out < y.size(); ++out) {
      double sum = 0;
      for (std::size_t i = out % channels; i < in; i += channels) sum += double(c.x[out / channels * in + i]);
      CHECK(std::fabs(double(y[out]) - sum / double(in / channels)) < 1e-6);
    }
    check_layer(c);
  }
  check_threads(LayerCase(GlobalAveragePooling2d::make("mean_1", {30, 30, 7}), 13));
  CHECK(refusal(GlobalAveragePooling2d::make("m", {4, 4})).code == Errc::bad_spec);
  CHECK(refusal(GlobalAveragePooling2d::make("m", {4, 4})).actual == 2);
}
