// Images per second of the convolutions, forward and backward, at batch 32.
//
//     nw_convolutions_bench [threads]
//
// Prints one line a layer: median and range of nine samples of at least 20 ms each, after a warm-up.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "core/rng.hpp"
#include "layers/conv2d.hpp"
#include "layers/depthwise_conv2d.hpp"
#include "layers/locally_connected2d.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using nw::layers::Layer;
using Make = nw::core::Result<std::unique_ptr<Layer>> (*)(std::string, const nw::core::Shape&, int,
                                                          const nw::layers::ConvOptions&,
                                                          nw::kernels::Activation);

constexpr int kSamples = 9, kBatch = 32;
constexpr double kSampleSeconds = 0.02, kWarmUpSeconds = 0.1;

struct Case {
  const char* name;
  Make make;
  nw::core::Shape input;
  int filters;
  nw::layers::ConvOptions options;
  bool with_d_x;
};

const Case kCases[] = {
    {"conv2d 5x5 28x28x1 -> 8, first",
     nw::layers::Conv2d::make,
     {28, 28, 1},
     8,
     {{5, 5}, {1, 1}, {1, 1}, true},
     false},
    {"conv2d 5x5 28x28x1 -> 8",
     nw::layers::Conv2d::make,
     {28, 28, 1},
     8,
     {{5, 5}, {1, 1}, {1, 1}, true},
     true},
    {"conv2d 5x5 14x14x8 -> 16",
     nw::layers::Conv2d::make,
     {14, 14, 8},
     16,
     {{5, 5}, {1, 1}, {1, 1}, true},
     true},
    {"conv2d 3x3 28x28x3 -> 8",
     nw::layers::Conv2d::make,
     {28, 28, 3},
     8,
     {{3, 3}, {1, 1}, {1, 1}, true},
     true},
    {"conv2d 3x3 14x14x32 -> 32",
     nw::layers::Conv2d::make,
     {14, 14, 32},
     32,
     {{3, 3}, {1, 1}, {1, 1}, true},
     true},
    {"conv2d 1x1 14x14x32 -> 32",
     nw::layers::Conv2d::make,
     {14, 14, 32},
     32,
     {{1, 1}, {1, 1}, {1, 1}, true},
     true},
    {"conv2d 3x3 4x4x64 -> 64",
     nw::layers::Conv2d::make,
     {4, 4, 64},
     64,
     {{3, 3}, {1, 1}, {1, 1}, true},
     true},
    {"depthwise 3x3 14x14x32",
     nw::layers::DepthwiseConv2d::make,
     {14, 14, 32},
     1,
     {{3, 3}, {1, 1}, {1, 1}, true},
     true},
    {"depthwise 5x5 28x28x1 -> 1",
     nw::layers::DepthwiseConv2d::make,
     {28, 28, 1},
     1,
     {{5, 5}, {1, 1}, {1, 1}, true},
     true},
    {"depthwise 5x5 28x28x1 -> 8",
     nw::layers::DepthwiseConv2d::make,
     {28, 28, 1},
     8,
     {{5, 5}, {1, 1}, {1, 1}, true},
     true},
    {"local 5x5 28x28x1 -> 8",
     nw::layers::LocallyConnected2d::make,
     {28, 28, 1},
     8,
     {{5, 5}, {1, 1}, {1, 1}, false},
     true},
    {"local 5x5 12x12x8 -> 16",
     nw::layers::LocallyConnected2d::make,
     {12, 12, 8},
     16,
     {{5, 5}, {1, 1}, {1, 1}, false},
     true},
};

std::vector<float> random_values(std::size_t count, std::uint64_t seed) {
  std::vector<float> values(count);
  const nw::core::Rng rng(seed, nw::core::Purpose::tests);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = rng.uniform(i) - 0.5f;
  return values;
}

void measure(const Case& c, nw::parallel::Pool* pool) {
  auto made = c.make("conv", c.input, c.filters, c.options, nw::kernels::Activation::relu);
  const std::unique_ptr<Layer> layer = std::move(made).value();
  const std::size_t params_floats = layer->place_parameters(0);
  const auto inputs = static_cast<std::size_t>(layer->input_shape().size()) * kBatch;
  const auto outputs = static_cast<std::size_t>(layer->output_shape().size()) * kBatch;
  const auto params = random_values(params_floats, 1), x = random_values(inputs, 2);
  std::vector<float> y(outputs), d_y = random_values(outputs, 3), d_x(inputs), d_params(params_floats);
  std::vector<float> scratch(layer->scratch_floats(kBatch));
  nw::layers::Context context;
  context.training = true;
  context.scratch = scratch;
  context.pool = pool;

  double forward_seconds = 0.0;
  const auto seconds_of = [&](int repetitions) {
    forward_seconds = 0.0;
    const auto start = Clock::now();
    for (int i = 0; i < repetitions; ++i) {
      const auto before = Clock::now();
      layer->forward(params.data(), x.data(), y.data(), kBatch, context);
      forward_seconds += std::chrono::duration<double>(Clock::now() - before).count();
      layer->backward(params.data(), x.data(), y.data(), d_y.data(), c.with_d_x ? d_x.data() : nullptr,
                      d_params.data(), kBatch, context);
    }
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  int repetitions = 1;
  for (double total = 0.0; total < kWarmUpSeconds;) {
    const double took = seconds_of(repetitions);
    total += took;
    if (took < kSampleSeconds) repetitions *= 2;
  }
  std::vector<double> rates;
  double forward_share = 0.0;
  for (int sample = 0; sample < kSamples; ++sample) {
    const double took = seconds_of(repetitions);
    rates.push_back(double(kBatch) * repetitions / took);
    forward_share += forward_seconds / took / kSamples;
  }
  std::sort(rates.begin(), rates.end());
  const double median = rates[kSamples / 2], passes = c.with_d_x ? 1.0 : 2.0 / 3.0;
  std::printf("%-32s %8.0f images/s (%.0f to %.0f), %5.1f GFLOP/s, forward %2.0f %%\n", c.name, median,
              rates.front(), rates.back(), layer->flops_per_row() * passes * median * 1e-9,
              100 * forward_share);
}

}  // namespace

int main(int argc, char** argv) {
  const int threads = argc > 1 ? std::atoi(argv[1]) : 1;
  nw::parallel::Pool pool(threads);
  std::printf("convolutions, training, batch %d, %d thread(s)\n", kBatch, pool.threads());
  for (const Case& c : kCases) measure(c, threads > 1 ? &pool : nullptr);
  return 0;
}
