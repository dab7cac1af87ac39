#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "data/generators.hpp"
#include "model/make_spec.hpp"
#include "support/values.hpp"
#include "training/run.hpp"

namespace nw::test {

using DataPointer = std::shared_ptr<const data::Dataset>;

inline DataPointer generated(const std::string& name, int samples = 200, double noise = 0.1) {
  data::GeneratedSpec spec;
  for (const data::Generator& generator : data::generators()) {
    if (generator.name == name) spec.generator = &generator;
  }
  spec.samples = samples;
  spec.noise = noise;
  spec.seed = 5;
  auto made = data::generate(spec);
  REQUIRE(made.ok());
  return std::make_shared<const data::Dataset>(std::move(made).value());
}

/// Random inputs; the class is a rule of the first two columns, so that something can be learned.
inline DataPointer classes_table(int rows, int columns, int classes, std::uint64_t seed = 3) {
  const auto inputs = random_values(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns), seed);
  std::vector<float> labels;
  for (int row = 0; row < rows; ++row) {
    const float mix = inputs[static_cast<std::size_t>(row * columns)] +
                      0.5f * inputs[static_cast<std::size_t>(row * columns + 1)];
    const int label = static_cast<int>((mix + 1.5f) / 3.0f * static_cast<float>(classes));
    labels.push_back(static_cast<float>(label < classes ? label : classes - 1));
  }
  auto made = data::Dataset::make({inputs, labels, rows, columns, 1, classes}, data::Scaling::none, {});
  REQUIRE(made.ok());
  return std::make_shared<const data::Dataset>(std::move(made).value());
}

/// Regression on several targets.
inline DataPointer numbers_table(int rows, int columns, int targets) {
  const auto inputs = random_values(static_cast<std::size_t>(rows * columns), 21);
  const auto wanted = random_values(static_cast<std::size_t>(rows * targets), 22);
  auto made = data::Dataset::make({inputs, wanted, rows, columns, targets, 0}, data::Scaling::none, {});
  REQUIRE(made.ok());
  return std::make_shared<const data::Dataset>(std::move(made).value());
}

using RunPointer = std::unique_ptr<training::Run>;

inline RunPointer make_run(const model::NetworkSpec& spec, DataPointer data) {
  auto made = training::Run::make(spec, std::move(data));
  if (!made.ok()) MESSAGE(core::error_name(made.error().code) << " at " << made.error().field.c_str());
  REQUIRE(made.ok());
  return std::move(made).value();
}

/// Takes exactly so many steps on the calling thread.
inline void train(training::Run& run, std::uint64_t steps, parallel::Pool* pool = nullptr) {
  const std::uint64_t taken = run.advance(steps, training::kNoDeadline, pool);
  REQUIRE(taken == steps);
}

inline std::string hash_of(const training::Run& run) { return hex(run.hash()); }

// ---- the runs that several tests share

/// 2-4-2-1 tanh on the circle: the smallest that the playground shows.
inline model::NetworkSpec circle_spec() {
  auto spec = make_spec(2, {4, 2, 1}, Activation::tanh, Activation::tanh, LossType::mean_squared_error);
  spec.optimizer.learning_rate = 0.1;
  return spec;
}

/// Everything that a dense run can have: three classes, Adam, both penalties, a batch that does not divide
/// the rows.
inline model::NetworkSpec rich_spec() {
  auto spec =
      make_spec(5, {16, 9, 3}, Activation::relu, Activation::softmax, LossType::categorical_crossentropy);
  spec.layers[0].kernel_initializer.type = InitializerType::he_normal;
  spec.layers[1].activation = Activation::sigmoid;
  draw_biases(spec);
  spec.optimizer = {OptimizerType::adam, 0.01, 0.9, 0.999, 1e-8};
  spec.regularizer = {0.0005, 0.002};
  spec.batch_size = 7;
  return spec;
}
inline DataPointer rich_data() { return classes_table(120, 5, 3); }

inline DataPointer layers_data() { return classes_table(120, 16, 3); }

}  // namespace nw::test
