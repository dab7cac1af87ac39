#include "inspect/activations.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "support/reference.hpp"
#include "training/make_run.hpp"

using namespace nw::inspect;
using namespace nw::test;

namespace {

std::vector<LayerActivity> measured(const nw::training::Run& run, int rows,
                                    const HistogramRequest& request = {10, {}}) {
  auto found = measure_activations(run, rows, request, nullptr);
  REQUIRE(found.ok());
  return std::move(found).value();
}

/// The outputs of every layer for the first training rows, in double: [layer][row * units + unit].
std::vector<Doubles> reference_outputs(const nw::training::Run& run, int rows) {
  const auto& layers = run.network().spec().layers;
  std::vector<Doubles> outputs(layers.size());
  for (int r = 0; r < rows; ++r) {
    const std::size_t columns = run.network().inputs();
    const float* x =
        run.dataset().inputs().data() + std::size_t(run.dataset().train_rows()[std::size_t(r)]) * columns;
    Doubles in(x, x + columns);
    for (std::size_t l = 0; l < layers.size(); ++l) {
      const auto kernel = run.parameter(int(2 * l)), bias = run.parameter(int(2 * l + 1));
      Doubles z(bias.begin(), bias.end());
      for (std::size_t i = 0; i < in.size(); ++i)
        for (std::size_t o = 0; o < z.size(); ++o) z[o] += in[i] * double(kernel[i * z.size() + o]);
      in = activated(nw::kernels::kActivationNames[int(layers[l].activation)], z);
      outputs[l].insert(outputs[l].end(), in.begin(), in.end());
    }
  }
  return outputs;
}

}  // namespace

TEST_CASE("activations: every layer's statistics are those of a forward pass in double") {
  const RunPointer run = make_run(rich_spec(), rich_data());
  train(*run, 30);
  for (const int rows : {1, 17, 96}) {
    const auto wanted = reference_outputs(*run, rows);
    const auto found = measured(*run, rows);
    REQUIRE(found.size() == 3);
    for (std::size_t l = 0; l < 3; ++l) {
      const Doubles& values = wanted[l];
      const double n = double(values.size());
      double mean = 0, variance = 0, zeros = 0;
      for (const double v : values) mean += v / n;
      for (const double v : values) variance += (v - mean) * (v - mean) / n;
      for (const double v : values) zeros += v == 0;
      CAPTURE(rows);
      CAPTURE(l);
      CHECK(found[l].units == run->network().spec().layers[l].units);
      CHECK(found[l].statistics.count == std::int64_t(values.size()));
      CHECK(found[l].statistics.mean == doctest::Approx(mean).epsilon(1e-5));
      CHECK(found[l].statistics.stddev == doctest::Approx(std::sqrt(variance)).epsilon(1e-5));
      CHECK(found[l].statistics.max == doctest::Approx(*std::max_element(values.begin(), values.end())));
      CHECK(double(found[l].statistics.zeros) == zeros);  // relu's, in the first layer
      std::int32_t dead = 0;
      const auto units = std::size_t(found[l].units);
      for (std::size_t unit = 0; unit < units; ++unit) {
        bool silent = true;
        for (std::size_t at = unit; at < values.size(); at += units) silent = silent && values[at] == 0;
        dead += silent;
      }
      CHECK(found[l].dead_units == dead);
      std::int64_t counted = 0;
      for (const std::int32_t count : found[l].histogram.counts.span()) counted += count;
      CHECK(counted == std::int64_t(values.size()));
    }
  }
  CHECK(measured(*run, 1)[0].dead_units > 0);                  // one row leaves some of 16 relus at 0
  CHECK(measured(*run, 1000)[0].statistics.count == 96 * 16);  // all there are
}

TEST_CASE("activations: a relu that no row reaches is dead, and only that one") {
  const RunPointer run =
      make_run(make_spec(2, {3, 1}, Activation::relu, Activation::tanh, LossType::mean_squared_error),
               generated("circle"));
  REQUIRE(run->command(nw::training::SetWeight{1, 1, -1000.0f}).ok());
  const auto found = measured(*run, 1000000);
  CHECK(found[0].dead_units == 1);
  CHECK(found[0].statistics.zero_share() >= 1.0 / 3);
  CHECK(found[1].dead_units == 0);
}

TEST_CASE("activations: the same on every number of threads, and training is not disturbed") {
  const auto spec =
      make_spec(64, {200, 10}, Activation::relu, Activation::softmax, LossType::categorical_crossentropy);
  const RunPointer run = make_run(spec, classes_table(700, 64, 10));
  const std::string before = hash_of(*run);
  const auto alone = measured(*run, 500);
  for (const int threads : kThreadCounts) {
    nw::parallel::Pool pool(threads);
    const auto found = measure_activations(*run, 500, {10, {}}, &pool);
    REQUIRE(found.ok());
    for (std::size_t l = 0; l < 2; ++l) CHECK((*found)[l].statistics.norm == alone[l].statistics.norm);
  }
  CHECK(hash_of(*run) == before);
}

TEST_CASE("activations: a histogram over a given range; one that is none is refused") {
  const RunPointer run = make_run(rich_spec(), rich_data());
  const auto found = measured(*run, 96, {4, HistogramRange{0.25, 0.5}});
  const Histogram& last = found[2].histogram;  // softmax of three: some below a quarter, some above a half
  CHECK(last.below > 0);
  CHECK(last.above > 0);
  CHECK(last.below + last.above < 96 * 3);
  const auto refused = measure_activations(*run, 10, {5000, {}}, nullptr);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == nw::core::Errc::bad_value);
}
