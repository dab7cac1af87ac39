#include "training/run.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "kernels/reductions.hpp"
#include "training/schedules.hpp"

namespace nw::training {
namespace {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using model::Network;
using model::WorkspaceUse;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
/// For earlier states, a run: 48 states of 170,000 weights, or 24 of a 784-128-64-10 network with Adam.
constexpr std::int64_t kHistoryBytes = std::int64_t{32} << 20;

/// Errors   network_too_large.
Result<RunPlan> plan_memory(const Network& network, int batch_capacity, int slots) noexcept {
  RunPlan plan;
  plan.batch_capacity = batch_capacity;
  plan.slots = slots;
  const auto arena = static_cast<double>(network.arena_floats());
  const double state = arena * (1 + slots);
  plan.history_states = History::capacity_for(static_cast<std::int64_t>(state), kHistoryBytes);
  const auto workspace =
      static_cast<double>(network.plan_workspace(batch_capacity, WorkspaceUse::training).floats);
  const double batch = double(batch_capacity) * (double(network.inputs()) + double(network.outputs()));
  plan.bytes = sizeof(float) * (state + arena + workspace + batch + state * plan.history_states) +
               Evaluator::planned_bytes(network);
  if (plan.bytes > Network::kMaxBytes)
    return Error{Errc::network_too_large, "layers", Network::kMaxBytes, plan.bytes};
  return plan;
}

}  // namespace

Result<RunPlan> Run::plan(const Network& network, int rows) noexcept {
  return plan_memory(network, std::min(network.spec().batch_size, rows),
                     optimizer_of(network.spec().optimizer.type).slots);
}

Result<std::unique_ptr<Run>> Run::make(const model::NetworkSpec& spec,
                                       std::shared_ptr<const data::Dataset> data) noexcept {
  auto network = Network::build(spec);
  if (!network) return network.error();
  const bool soft =
      data->is_regression() && model::are_distributions(data->targets(), data->target_columns());
  auto encoding =
      model::fit_targets(*network, {data->columns(), data->target_columns(), data->classes(), soft});
  if (!encoding) return encoding.error();

  std::unique_ptr<Run> run(new Run(std::move(network).value(), std::move(data)));
  run->encoding_ = *encoding;
  run->frozen_ = FrozenWeights(run->network_.parameters(), spec.layers.size());
  if (Status s = run->take_memory(); !s) return s.error();
  run->seed_ = spec.seed;
  run->start_over();
  return run;
}

Status Run::take_memory() noexcept {
  auto gradients = core::AlignedBuffer<float>::make(network_.arena_floats(), "gradients");
  if (!gradients) return gradients.error();
  auto batches = Batches::make(data_, encoding_);
  if (!batches) return batches.error();
  auto evaluator = Evaluator::make(network_);
  if (!evaluator) return evaluator.error();
  gradients_ = std::move(gradients).value();
  batches_ = std::move(batches).value();
  evaluator_ = std::move(evaluator).value();
  return reserve(network_.spec().batch_size, optimizer_of(network_.spec().optimizer.type).slots);
}

/// Makes room for a batch size and a number of slots, if there is none yet. What was there stays.
Status Run::reserve(int batch_size, int slots) noexcept {
  const int capacity = std::max(plan_.batch_capacity, std::min(batch_size, batches_.rows()));
  const bool first = state_.empty();
  if (!first && capacity == plan_.batch_capacity && slots <= plan_.slots) return {};
  auto wanted = plan_memory(network_, capacity, std::max(slots, plan_.slots));
  if (!wanted) return wanted.error();
  if (first || capacity > plan_.batch_capacity) {
    if (Status s = reserve_batch(capacity); !s) return s;
    plan_.batch_capacity = capacity;
  }
  if (first || slots > plan_.slots) {
    if (Status s = reserve_slots(*wanted); !s) return s;
  }
  plan_ = *wanted;
  return {};
}

Status Run::reserve_batch(int batch_capacity) noexcept {
  auto workspace = model::Workspace::make(network_.plan_workspace(batch_capacity, WorkspaceUse::training));
  if (!workspace) return workspace.error();
  if (Status s = batches_.reserve(batch_capacity); !s) return s;
  workspace_ = std::move(workspace).value();
  return {};
}

Status Run::reserve_slots(const RunPlan& plan) noexcept {
  const std::size_t floats = network_.arena_floats() * (1 + static_cast<std::size_t>(plan.slots));
  auto state = core::AlignedBuffer<float>::make(floats, "weights");
  if (!state) return state.error();
  auto history = History::make(static_cast<std::int64_t>(floats), plan.history_states);
  if (!history) return history.error();
  std::copy(state_.span().begin(), state_.span().end(), state->data());
  history->take_from(history_);
  state_ = std::move(state).value();
  history_ = std::move(history).value();
  return {};
}

RunState Run::state() const noexcept {
  RunState state;
  state.position = position_;
  state.steps_per_epoch = steps_to_epoch_end(batches_.rows(), 0, config_.batch_size);
  state.steps_to_epoch_end = steps_to_epoch_end(batches_.rows(), position_.row, config_.batch_size);
  state.seed = seed_;
  state.config = config_;
  state.effective_rate = effective_rate();
  state.frozen_weights = frozen_.count();
  state.divergence = divergence_;
  state.batch_loss = batch_loss_;
  state.penalty = penalty();
  state.journal_length = journal_.size();
  state.history_bytes = history_.bytes();
  return state;
}

double Run::step_flops() const noexcept {
  return network_.flops_per_row() * std::min(config_.batch_size, batches_.rows());
}

double Run::penalty() const noexcept {
  if (!penalized_) return 0.0;
  double magnitudes = 0.0, squares = 0.0, own = 0.0;  // own: of layers with penalties of their own
  for (const model::Parameter& parameter : network_.parameters()) {
    const auto [l1, l2] = penalty_on(config_, parameter);
    if (l1 == 0.0 && l2 == 0.0) continue;
    const double sum = kernels::sum_abs(parameter.in(state_.data()));
    const double sum2 = kernels::sum_squares(parameter.in(state_.data()));
    if (config_.layer_penalties[static_cast<std::size_t>(parameter.layer)]) {
      own += l1 * sum + 0.5 * l2 * sum2;
    } else {
      magnitudes += sum;
      squares += sum2;
    }
  }
  return config_.regularizer.l1 * magnitudes + 0.5 * config_.regularizer.l2 * squares + own;
}

double Run::effective_rate() const noexcept {
  return scheduled_rate(config_.optimizer, position_.step - config_.schedule_since);
}

Evaluation Run::evaluate(std::span<const std::int32_t> rows, parallel::Pool* pool) noexcept {
  Evaluation result =
      evaluator_.evaluate(network_, state_.data(), *data_, batches_.targets(), encoding_, rows, pool);
  result.penalty = penalty();
  return result;
}

// ---- beginnings

void Run::reset() noexcept { reseed(seed_); }

void Run::reseed(std::uint64_t seed) noexcept {
  seed_ = seed;
  journal_ = Journal();
  history_.clear();
  batches_.forget_order();
  start_over();
}

/// The state before the first step and before any command. The journal stays, its cursor is at the start.
void Run::start_over() noexcept {
  network_.initialize(seed_, state_.data());
  position_ = {};
  follow_journal(0);
  empty_slots();
  divergence_ = {};
  batch_loss_ = kNone;
  base_step_ = 0;
  if (!history_.holds(0, 0)) keep_state();
}

/// The memory of the optimizer before its first step, and all that lies behind it.
void Run::empty_slots() noexcept {
  std::fill(memory(), state_.data() + state_.size(), slot_start(config_.optimizer));
}

}  // namespace nw::training
