#include "training/checkpoint.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "core/hash.hpp"
#include "training/make_run.hpp"

using namespace nw::test;
using namespace nw::training;
using nw::core::Errc;
using Bytes = std::vector<std::uint8_t>;

namespace {

RunPointer rich_run() {
  static const DataPointer data = rich_data();
  return make_run(rich_spec(), data);
}

/// A run with a life behind it: commands of every kind, and some ahead of it after going back.
RunPointer lived_run() {
  RunPointer run = rich_run();
  train(*run, 50);
  REQUIRE(run->command(SetLearningRate{0.02}).ok());
  REQUIRE(run->command(SetWeight{0, 5, 0.5f}).ok());
  train(*run, 50);
  REQUIRE(run->command(SetBatchSize{31}).ok());
  REQUIRE(run->command(SetRegularizer{{0, 0.02}}).ok());
  SetParameter values;
  values.parameter = 3;
  values.values = std::move(nw::core::AlignedBuffer<float>::make(9)).value();
  REQUIRE(run->command(std::move(values)).ok());
  REQUIRE(run->command(SetFrozen{0, 7, true}).ok());
  REQUIRE(run->command(SetFrozen{2, -1, true}).ok());
  train(*run, 50);
  nw::model::OptimizerSpec rmsprop{OptimizerType::rmsprop, 0.002};
  rmsprop.clip_norm = 0.5;
  rmsprop.schedule = {nw::model::ScheduleType::exponential, 30, 0.5};
  REQUIRE(run->command(SetOptimizer{rmsprop}).ok());
  train(*run, 5);
  REQUIRE(run->command(SetFrozen{2, -1, false}).ok());
  REQUIRE(run->command(SetRegularizer{{0.01, 0}, 1}).ok());
  train(*run, 5);
  REQUIRE(run->command(SetRegularizer{{}, 1, true}).ok());
  REQUIRE(run->command(SetOptimizer{{OptimizerType::sgd, 0.05}}).ok());
  train(*run, 30);
  REQUIRE(run->command(SetOptimizer{{OptimizerType::adam, 0.003}}).ok());
  train(*run, 20);
  return run;
}

Bytes saved(const Run& run) {
  const auto bytes = run.checkpoint();
  REQUIRE(bytes.ok());
  return {bytes->span().begin(), bytes->span().end()};
}

/// Makes forged bytes look whole: the length and the hash at the end fit again.
void seal(Bytes& bytes) {
  const std::uint64_t length = bytes.size();
  std::memcpy(bytes.data() + 32, &length, 8);
  const std::uint64_t hash = nw::core::Hash().add_bytes(bytes.data(), bytes.size() - 8).value();
  std::memcpy(bytes.data() + bytes.size() - 8, &hash, 8);
}

template <class T>
void put(Bytes& bytes, std::size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof value);
}

/// A run into which nothing bad may get: after each attempt it is the run that it was.
struct Guarded {
  RunPointer run = rich_run();
  std::uint64_t hash = 0;
  Position position;

  Guarded() {
    train(*run, 33);
    REQUIRE(run->command(SetLearningRate{0.5}).ok());
    hash = run->hash();
    position = run->state().position;
  }

  void refuses(const Bytes& bytes) {
    const auto status = run->restore(bytes);
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == Errc::bad_checkpoint);
    check_unchanged();
  }

  void check_unchanged() {
    CHECK(run->hash() == hash);
    CHECK(run->state().position == position);
    CHECK(run->state().journal_length == 1);
    CHECK(run->state().config.optimizer.learning_rate == 0.5);
    CHECK(run->state().seed == 7);
  }
};

/// That a checkpoint of a network which differs by one of `changes` is known to be another network's.
void check_all_count(const nw::model::NetworkSpec& spec, const DataPointer& data,
                     const std::vector<std::function<void(nw::model::NetworkSpec&)>>& changes) {
  const RunPointer guarded = make_run(spec, data);
  train(*guarded, 5);
  REQUIRE(guarded->restore(saved(*guarded)).ok());
  const auto hash = guarded->hash();
  for (std::size_t index = 0; index < changes.size(); ++index) {
    CAPTURE(index);
    auto other = spec;
    changes[index](other);
    const auto status = guarded->restore(saved(*make_run(other, data)));
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == Errc::bad_checkpoint);
    CHECK(std::string(status.error().field) == "spec");
    CHECK(guarded->hash() == hash);
  }
}

}  // namespace

TEST_CASE("checkpoint: a run stopped at any step and brought back ends with the same bits") {
  for (const std::uint64_t back : {210u, 200u, 190u, 157u, 155u, 152u, 150u, 120u, 64u, 50u, 3u, 0u}) {
    CAPTURE(back);
    const RunPointer run = lived_run();
    const auto end = run->hash();
    run->rewind(back, kNoDeadline, nullptr);
    const RunPointer other = rich_run();
    other->reseed(99);  // whatever it was before: another order of the rows, other kept states
    REQUIRE(other->command(SetLearningRate{0.3}).ok());
    train(*other, 150);
    REQUIRE(other->restore(saved(*run)).ok());
    CHECK(other->hash() == run->hash());
    CHECK(other->state().position == run->state().position);
    CHECK(other->state().config.batch_size == run->state().config.batch_size);
    CHECK(other->state().config.optimizer_since == run->state().config.optimizer_since);
    CHECK(other->state().config.schedule_since == run->state().config.schedule_since);
    CHECK(other->state().effective_rate == run->state().effective_rate);
    CHECK(other->state().frozen_weights == run->state().frozen_weights);
    CHECK(other->state().journal_length == run->state().journal_length);
    CHECK(saved(*other) == saved(*run));
    train(*other, 210 - back);  // the commands that lay ahead act again
    CHECK(other->hash() == end);
    other->rewind(100, kNoDeadline, nullptr);  // further back than the checkpoint
    run->rewind(100, kNoDeadline, nullptr);
    CHECK(other->hash() == run->hash());
  }
}

TEST_CASE("checkpoint: the seed travels with it") {
  const RunPointer run = rich_run(), other = rich_run();
  run->reseed(12345);
  train(*run, 5);
  train(*other, 3);  // in the same epoch, with the rows in the order of its own seed
  REQUIRE(other->restore(saved(*run)).ok());
  CHECK(other->state().seed == 12345);
  train(*run, 100);
  train(*other, 100);
  CHECK(other->hash() == run->hash());
}

TEST_CASE("checkpoint: of another network, other data or another version is refused") {
  Guarded guarded;
  for (const auto& change : std::vector<std::function<void(nw::model::NetworkSpec&)>>{
           [](auto& s) { s.layers[0].units = 17; },
           [](auto& s) { s.layers[0].name = "other"; },
           [](auto& s) { s.layers[0].activation = Activation::tanh; },
           [](auto& s) { s.layers[1].kernel_initializer.type = InitializerType::zeros; },
           [](auto& s) { s.layers[1].bias_initializer.minval = -0.2; },
           [](auto& s) { s.optimizer.learning_rate = 0.02; },
           [](auto& s) { s.optimizer.beta2 = 0.99; },
           [](auto& s) { s.optimizer.clip_norm = 1; },
           [](auto& s) { s.optimizer.schedule.type = nw::model::ScheduleType::warm_up; },
           [](auto& s) { s.optimizer.schedule.steps = 7; },
           [](auto& s) { s.regularizer.l1 = 0.1; },
           [](auto& s) { s.regularizer.biases = true; },
           [](auto& s) { s.layers[1].trainable = false; },
           [](auto& s) { s.layers[2].regularizer = {0, 0}; },
           [](auto& s) { s.layers[0].regularizer = {0, 0.5}; },
           [](auto& s) { s.batch_size = 8; },
       }) {
    auto spec = rich_spec();
    change(spec);
    guarded.refuses(saved(*make_run(spec, rich_data())));
  }
  guarded.refuses(saved(*make_run(rich_spec(), classes_table(120, 5, 3, 4))));
  for (const std::size_t at : {0u, 4u, 8u, 12u}) {  // magic, format, numerics version, reserved
    Bytes bytes = saved(*guarded.run);
    bytes[at] ^= 2;
    seal(bytes);
    guarded.refuses(bytes);
  }
}

TEST_CASE("checkpoint: every field of a layer that is not dense counts, too") {
  check_all_count(layers_spec(), layers_data(),
                  {
                      [](auto& s) { s.layers[0].pool_size = {2, 1}; },
                      [](auto& s) { s.layers[0].type = nw::model::LayerType::max_pooling2d; },
                      [](auto& s) { s.layers[1].epsilon = 1e-4; },
                      [](auto& s) { s.layers[4].momentum = 0.7; },
                      [](auto& s) { s.layers[5].rate = 0.4; },
                      [](auto& s) { s.layers[8].alpha = 0.1; },
                  });
  check_all_count(convolutions_spec(), classes_table(20, 144, 3),
                  {
                      [](auto& s) { s.layers[0].filters = 6; },
                      [](auto& s) { s.layers[0].kernel_size = {1, 3}; },
                      [](auto& s) { s.layers[0].dilation_rate = {1, 1}; },
                      [](auto& s) { s.layers[1].padding = nw::model::Padding::valid; },
                      [](auto& s) { s.layers[2].depth_multiplier = 1; },
                      [](auto& s) { s.layers[2].strides = {2, 1}; },
                      [](auto& s) { s.layers[7].target_shape = {1, 4}; },
                  });
}

TEST_CASE("checkpoint: every field that says how to start and how to train counts") {
  check_all_count(
      rich_spec(), rich_data(),
      {
          [](auto& s) { s.layers[0].kernel_initializer.value = 1; },
          [](auto& s) { s.layers[0].kernel_initializer.maxval = 1; },
          [](auto& s) { s.layers[0].kernel_initializer.mean = 1; },
          [](auto& s) { s.layers[0].kernel_initializer.stddev = 1; },
          [](auto& s) { s.layers[0].kernel_initializer.scale = 2; },
          [](auto& s) { s.layers[0].kernel_initializer.gain = 2; },
          [](auto& s) { s.layers[0].kernel_initializer.mode = nw::model::FanMode::fan_out; },
          [](auto& s) { s.layers[0].kernel_initializer.distribution = nw::model::Distribution::uniform; },
          [](auto& s) { s.loss = LossType::sparse_categorical_crossentropy; },
          [](auto& s) { s.loss_options.delta = 2; },
          [](auto& s) { s.loss_options.label_smoothing = 0.1; },
          [](auto& s) { s.optimizer.type = OptimizerType::adamw; },
          [](auto& s) { s.optimizer.beta1 = 0.8; },
          [](auto& s) { s.optimizer.epsilon = 1e-7; },
          [](auto& s) { s.optimizer.momentum = 0.8; },
          [](auto& s) { s.optimizer.rho = 0.8; },
          [](auto& s) { s.optimizer.initial_accumulator_value = 0.1; },
          [](auto& s) { s.optimizer.weight_decay = 0.1; },
          [](auto& s) { s.optimizer.decay_biases = true; },
          [](auto& s) { s.optimizer.clip_value = 1; },
          [](auto& s) { s.optimizer.schedule.gamma = 0.2; },
          [](auto& s) { s.optimizer.schedule.minimum = 0.2; },
          [](auto& s) { s.optimizer.schedule.warmup_share = 0.2; },
          [](auto& s) { s.optimizer.schedule.div_factor = 2; },
          [](auto& s) { s.optimizer.schedule.final_div_factor = 2; },
          [](auto& s) { s.regularizer.l2 = 0.1; },
      });
}

TEST_CASE("checkpoint: cut short anywhere, or with anything behind it, it is refused") {
  Guarded guarded;
  const Bytes whole = saved(*lived_run());
  for (std::size_t size = 0; size < whole.size(); size += size < 400 ? 1 : 97) {
    guarded.refuses({whole.begin(), whole.begin() + std::ptrdiff_t(size)});
    if (size < 48) continue;
    Bytes sealed(whole.begin(), whole.begin() + std::ptrdiff_t(size));  // somebody cut and sealed it again
    seal(sealed);
    guarded.refuses(sealed);
  }
  Bytes longer = whole;
  longer.push_back(0);
  guarded.refuses(longer);
  longer.resize(whole.size() + 64);
  seal(longer);
  guarded.refuses(longer);
}

TEST_CASE("checkpoint: a single flipped bit is noticed") {
  Guarded guarded;
  const Bytes whole = saved(*lived_run());
  for (std::size_t at = 0; at < whole.size(); at += at < 600 ? 1 : 13) {
    Bytes bytes = whole;
    bytes[at] ^= static_cast<std::uint8_t>(1u << (at % 8));
    guarded.refuses(bytes);
  }
}

TEST_CASE("checkpoint: random bytes are refused") {
  Guarded guarded;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    const auto noise = random_values(1 + seed * 7 % 500, seed, 0, 256);
    Bytes bytes(noise.begin(), noise.end());
    guarded.refuses(bytes);
    const Bytes real = saved(*guarded.run);
    if (bytes.size() >= 48) {  // a right head, noise behind it, all sealed
      std::copy(real.begin(), real.begin() + 40, bytes.begin());
      seal(bytes);
      guarded.refuses(bytes);
    }
  }
}

TEST_CASE(
    "checkpoint: forged and sealed bytes either are refused, or make a run that trains and can be gone back "
    "with") {
  const Bytes whole = saved(*lived_run());
  Guarded guarded;
  int accepted = 0;
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    Bytes bytes = whole;
    const auto noise = random_values(6, seed, 0, 1);
    // Most forgeries into the head and the journal: that is where bytes steer.
    const std::size_t range = seed % 4 == 0 ? bytes.size() - 48 : 420;
    for (int i = 0; i < 3; ++i) {
      bytes[40 + static_cast<std::size_t>(noise[std::size_t(2 * i)] * float(range))] =
          static_cast<std::uint8_t>(noise[std::size_t(2 * i + 1)] * 256);
    }
    seal(bytes);
    const RunPointer run = rich_run();
    const auto status = run->restore(bytes);
    if (!status.ok()) {
      const Errc code = status.error().code;
      CHECK((code == Errc::bad_checkpoint || code == Errc::network_too_large || code == Errc::out_of_memory));
      continue;
    }
    ++accepted;
    run->advance(20, kNoDeadline, nullptr);
    const std::uint64_t step = run->state().position.step;
    if (step < 1000) run->rewind(step / 2, kNoDeadline, nullptr);
  }
  CHECK(accepted > 0);
  guarded.check_unchanged();
}

TEST_CASE("checkpoint: numbers that no run could have written") {
  Guarded guarded;
  const Bytes whole = saved(*lived_run());
  const auto forged = [&](std::size_t at, auto value) {
    Bytes bytes = whole;
    put(bytes, at, value);
    seal(bytes);
    guarded.refuses(bytes);
  };
  forged(40, std::uint64_t{1} << 60);     // seed
  forged(48, std::uint64_t{1} << 50);     // step
  forged(48, std::uint64_t{5});           // a step before commands that are said to have acted
  forged(56, std::uint32_t{101});         // an error that is none of a run
  forged(60, std::uint32_t{99});          // cursor behind the journal
  forged(60, std::uint32_t{2});           // commands that should have acted and have not
  forged(64, std::uint32_t{0xffffffff});  // entries
  forged(68, std::uint32_t{1000});        // slots
  forged(68, std::uint32_t{0});           // Adam without memory
  forged(72, std::uint64_t{1} << 55);     // the first entry's step
  forged(80, std::uint8_t{77});           // its command
  // The entries take 17, 25, 13 and 32 bytes; then comes the one with values, whose count is behind step,
  // kind and place.
  constexpr std::size_t kCount = 72 + 17 + 25 + 13 + 32 + 8 + 1 + 4;
  REQUIRE(whole[kCount] == 9);
  forged(kCount, std::uint64_t{1} << 40);
  forged(kCount, (std::uint64_t{1} << 62) + 9);                    // 9 again, if cut to 32 bits
  constexpr std::size_t kRegularizer = 72 + 17 + 25 + 13 + 8 + 1;  // behind its step and kind
  forged(kRegularizer + 16, std::uint8_t{2});                      // l1Update
  forged(kRegularizer + 16, std::uint8_t{1});                      // proximal, which Adam cannot do
  forged(kRegularizer + 17, std::uint8_t{2});                      // biases
  forged(kRegularizer + 18, std::uint32_t{3});                     // layer
  forged(kRegularizer + 18, std::uint32_t{0xfffffffe});
  forged(kRegularizer + 22, std::uint8_t{1});  // the network's, which inherits from nobody
  forged(kRegularizer + 22, std::uint8_t{2});
  constexpr std::size_t kFrozen = kCount + 8 + 9 * 4 + 8 + 1;
  REQUIRE(whole[kFrozen + 4] == 7);  // the index
  forged(kFrozen, std::uint32_t{6});
  forged(kFrozen + 4, std::uint64_t{80});
  forged(kFrozen + 4, ~std::uint64_t{1});
  forged(kFrozen + 12, std::uint8_t{2});
  constexpr std::size_t kOptimizer = kFrozen + 13 + 22 + 8 + 1;
  REQUIRE(whole[kOptimizer] == 3);  // rmsprop
  forged(kOptimizer, std::uint32_t{8});
  forged(kOptimizer + 4 + 80, std::uint8_t{2});       // decayBiases
  forged(kOptimizer + 4 + 81, std::uint32_t{6});      // schedule
  forged(kOptimizer + 4 + 81 + 4, std::uint32_t{0});  // its steps
  forged(whole.size() - 12, kNan);                    // the last number of Adam's memory
}
