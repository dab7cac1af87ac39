#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"
#include "data/dataset.hpp"
#include "model/network.hpp"
#include "model/targets.hpp"
#include "training/batches.hpp"
#include "training/clock.hpp"
#include "training/command.hpp"
#include "training/evaluator.hpp"
#include "training/frozen_weights.hpp"
#include "training/history.hpp"
#include "training/journal.hpp"
#include "training/optimizers.hpp"
#include "training/position.hpp"

namespace nw::training {

/// What a run takes, known before any of it is taken.
struct RunPlan {
  int batch_capacity = 0;
  int slots = 0;
  int history_states = 0;
  double bytes = 0.0;
};

/// What a run tells about itself, apart from numbers of its network.
struct RunState {
  Position position;
  std::uint64_t steps_per_epoch = 0;
  std::uint64_t steps_to_epoch_end = 0;
  std::uint64_t seed = 0;
  TrainingConfig config;
  double effective_rate = 0.0;     // of the next step: the base rate after its schedule
  std::size_t frozen_weights = 0;  // how many do not move
  core::Error divergence;          // code ok while training can go on
  double batch_loss =
      0.0;               // of the last step's batch, before the step, without penalties; NaN before any step
  double penalty = 0.0;  // of the weights as they are
  std::size_t journal_length = 0;
  std::size_t history_bytes = 0;
};

/// One training: a spec, data and a journal of commands; everything else follows from these, bit for bit.
///
/// A step takes one batch: forward, loss, backward, penalties, clipping, optimizer, proximal step. A step
/// whose loss, gradient or new weights are not finite is not taken: the run is `diverged`, and its weights
/// are exactly those before that step. A command may help it on. Any earlier step can be gone back to: from
/// the nearest state that history keeps, or else from the start, the steps are taken again, and the commands
/// of the journal act again.
///
/// Memory   all of it is taken by make (and by commands that need more, before they act); a step takes none.
/// Threads  one at a time; the pool given to a call helps inside it. Bits do not depend on it.
/// Tests    tests/engine/training/run_*.test.cpp
class Run {
 public:
  /// Errors   those of Network::build and of model::fit_targets; network_too_large (bytes wanted),
  /// out_of_memory.
  static core::Result<std::unique_ptr<Run>> make(const model::NetworkSpec& spec,
                                                 std::shared_ptr<const data::Dataset> data) noexcept;

  /// What a run of this network would take, with batches of at most `rows` rows.
  ///
  /// Errors   network_too_large.
  static core::Result<RunPlan> plan(const model::Network& network, int rows) noexcept;

  const model::Network& network() const noexcept { return network_; }
  const data::Dataset& dataset() const noexcept { return *data_; }
  const RunPlan& plan() const noexcept { return plan_; }
  RunState state() const noexcept;

  /// Operations of one step: what decides between a thread for the run and the pool for a step.
  double step_flops() const noexcept;

  std::span<const float> parameter(int index) const noexcept {
    return network_.parameters()[static_cast<std::size_t>(index)].in(state_.data());
  }
  /// Which weights do not move.
  const FrozenWeights& frozen() const noexcept { return frozen_; }
  std::uint64_t hash() const noexcept { return network_.hash(state_.data()); }

  /// Takes up to `max_steps` steps, and stops early when the clock says so or when the run diverges. At least
  /// one step is taken whatever the clock says.
  ///
  /// Returns  how many steps were taken and stayed.
  std::uint64_t advance(std::uint64_t max_steps, double deadline_ms, parallel::Pool* pool) noexcept;

  /// Acts at once, and is written down in the journal for the present step.
  ///
  /// Errors   those of check_command, network_too_large, out_of_memory; nothing changed then.
  core::Status command(Command command) noexcept;

  /// The start weights of the same seed, or of another; the journal is emptied.
  void reset() noexcept;
  void reseed(std::uint64_t seed) noexcept;

  /// Goes to the state after `step` steps. When the deadline comes first, the run stands between, and
  /// advance() goes on.
  void rewind(std::uint64_t step, double deadline_ms, parallel::Pool* pool) noexcept;

  /// The whole training state as bytes, see checkpoint.hpp. Errors   out_of_memory.
  core::Result<core::AlignedBuffer<std::uint8_t>> checkpoint() const noexcept;

  /// Errors   bad_checkpoint, network_too_large, out_of_memory; nothing changed then.
  core::Status restore(std::span<const std::uint8_t> bytes) noexcept;

  /// Exact over all rows of one side of the split. Changes nothing that training sees.
  Evaluation evaluate_train(parallel::Pool* pool) noexcept { return evaluate(data_->train_rows(), pool); }
  Evaluation evaluate_test(parallel::Pool* pool) noexcept { return evaluate(data_->test_rows(), pool); }

  // ---- what would be; see run_probe.cpp. Nothing that training sees changes: weights, position, order of
  // rows and history are those before, bit for bit. Memory is taken for the time of the call.

  /// How often rows of each class are taken for each: [classes, classes], a row for each true class.
  ///
  /// Errors   bad_data (no classes), out_of_memory.
  core::Result<core::AlignedBuffer<std::int32_t>> confusion(std::span<const std::int32_t> rows,
                                                            parallel::Pool* pool) noexcept;

  /// The next step, without taking it: the gradient it would follow (penalties included, as the optimizer
  /// gets it), and what it would add to each weight. An update that is not finite, which the step would
  /// refuse, is given as it is.
  ///
  /// Shapes   gradient, update: as the parameter, or empty: not wanted.
  /// Errors   non_finite_loss (there is no such step), out_of_memory.
  core::Status probe_step(int parameter, std::span<float> gradient, std::span<float> update,
                          parallel::Pool* pool) noexcept;

  /// The gradient over all training rows: the mean of those of the batches of an epoch, weighted by their
  /// rows, summed in double; penalties included. Layers act as in training: dropout drops what it drops in
  /// the next step, and batch normalization sees batch after batch.
  ///
  /// Shapes   gradient: as the parameter.
  /// Errors   non_finite_loss, out_of_memory.
  core::Status probe_all_rows(int parameter, std::span<float> gradient, parallel::Pool* pool) noexcept;

  /// Loss and accuracy as they would be with other weights, candidate by candidate: one weight of a parameter
  /// (index >= 0) takes one value after the other, or (index -1) the whole parameter the values of one
  /// candidate after the other.
  ///
  /// Shapes   values: [candidates], or [candidates, parameter]; evaluations: [candidates].
  /// Errors   bad_value (index, values), bad_shape (values), out_of_memory.
  core::Status what_if(int parameter, std::int64_t index, std::span<const float> values,
                       std::span<const std::int32_t> rows, std::span<Evaluation> evaluations,
                       parallel::Pool* pool) noexcept;

  /// What lies in the arena: for layers' own forward passes (inspect/activations.hpp).
  const float* arena() const noexcept { return state_.data(); }

  /// Shapes   scaled: [n, inputs], as the data set scales. outputs: [n, outputs].
  void predict(std::span<const float> scaled, std::span<float> outputs, parallel::Pool* pool) noexcept {
    evaluator_.predict(network_, state_.data(), scaled, outputs, pool);
  }

 private:
  enum class Outcome { taken, bad_loss, bad_weights };

  Run(model::Network network, std::shared_ptr<const data::Dataset> data) noexcept
      : network_(std::move(network)), data_(std::move(data)) {}

  core::Status take_memory() noexcept;
  core::Status reserve(int batch_size, int slots) noexcept;
  core::Status reserve_batch(int batch_capacity) noexcept;
  core::Status reserve_slots(const RunPlan& plan) noexcept;
  void reserve_freezing(const Journal& journal, std::size_t more) noexcept;
  core::Status reserve_for(const Command& command) noexcept;
  double penalty() const noexcept;
  double effective_rate() const noexcept;
  Evaluation evaluate(std::span<const std::int32_t> rows, parallel::Pool* pool) noexcept;

  /// What else than the live floats, position_ and batch_loss_ a step changes, probe_step must bring back,
  /// too.
  Outcome take_step(parallel::Pool* pool) noexcept;
  void add_penalty_gradients(parallel::Pool* pool) noexcept;
  void clip_gradients(parallel::Pool* pool) noexcept;
  void shrink_weights(double rate, parallel::Pool* pool) noexcept;
  void diverge(Outcome outcome, parallel::Pool* pool) noexcept;
  void apply_due_commands() noexcept;
  void apply(const Command& command, std::uint64_t step) noexcept;

  void start_over() noexcept;
  void keep_state() noexcept;
  void go_back(std::uint64_t step) noexcept;
  void follow_journal(std::size_t cursor) noexcept;
  void empty_slots() noexcept;
  void adopt(const TrainingConfig& config) noexcept;

  std::size_t live_floats() const noexcept {
    return network_.arena_floats() * (1 + std::size_t(optimizer_->slots));
  }
  bool is_proximal() const noexcept {
    return config_.regularizer.l1_update == model::L1Update::proximal && penalized_;
  }
  std::span<float> weights() noexcept { return state_.span().first(network_.arena_floats()); }
  float* memory() noexcept { return state_.data() + network_.arena_floats(); }

  model::Network network_;
  std::shared_ptr<const data::Dataset> data_;
  model::TargetEncoding encoding_;
  RunPlan plan_;
  core::AlignedBuffer<float> state_;      // weights, then the optimizer's slots: what a saved state holds
  core::AlignedBuffer<float> gradients_;  // an arena
  model::Workspace workspace_;
  Batches batches_;
  Evaluator evaluator_;
  History history_;
  Journal journal_;

  std::uint64_t seed_ = 0;
  Position position_;
  TrainingConfig config_;
  FrozenWeights frozen_;
  const Optimizer* optimizer_ = nullptr;
  bool penalized_ = false;  // by any layer
  core::Error divergence_;
  double batch_loss_ = 0.0;
  std::uint64_t base_step_ = 0;  // of the latest kept state that the present one follows from
  int steps_per_look_ = 1;       // at the clock
};

}  // namespace nw::training
