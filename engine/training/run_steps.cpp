#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "kernels/clipping.hpp"
#include "kernels/reductions.hpp"
#include "kernels/updates.hpp"
#include "training/run.hpp"

// The steps of a run, and the way back. See run.hpp for what is promised.

namespace nw::training {
namespace {

/// A state is kept at least so often: then the weights before any step are at most so many steps of replay
/// away.
constexpr std::uint64_t kKeepInterval = 64;

}  // namespace

std::uint64_t Run::advance(std::uint64_t max_steps, double deadline_ms, parallel::Pool* pool) noexcept {
  apply_due_commands();
  std::uint64_t taken = 0;
  while (taken < max_steps && divergence_.code == core::Errc::ok) {
    if (position_.step - base_step_ >= kKeepInterval) keep_state();
    if (const Outcome outcome = take_step(pool); outcome != Outcome::taken) {
      diverge(outcome, pool);
      break;
    }
    ++taken;
    apply_due_commands();
    if (taken % static_cast<std::uint64_t>(steps_per_look_) == 0 && deadline_ms != kNoDeadline &&
        now_ms() >= deadline_ms)
      break;
  }
  return taken;
}

Run::Outcome Run::take_step(parallel::Pool* pool) noexcept {
  const Batches::Batch batch = batches_.take(seed_, position_, config_.batch_size, pool);
  const double loss = network_.train_pass(state_.data(), batch.inputs, batch.targets, batch.size,
                                          {seed_, position_.step}, gradients_.data(), workspace_, pool);
  if (!std::isfinite(loss)) return Outcome::bad_loss;

  if (penalized_) add_penalty_gradients(pool);
  clip_gradients(pool);
  const double rate = effective_rate();
  if (!optimizer_->step({config_.optimizer, rate, position_.step - config_.optimizer_since + 1, weights(),
                         gradients_.span(), memory(), frozen_.trained(), frozen_.pieces(), pool}))
    return Outcome::bad_weights;
  if (is_proximal()) shrink_weights(rate, pool);
  network_.keep_statistics(state_.data(), batch.size, workspace_, frozen_.layers());

  batch_loss_ = loss;
  ++position_.step;
  position_.row += batch.size;
  if (position_.row == batches_.rows()) {
    position_.row = 0;
    ++position_.epoch;
  }
  return Outcome::taken;
}

void Run::add_penalty_gradients(parallel::Pool* pool) noexcept {
  for (const model::Parameter& parameter : network_.parameters()) {
    const auto [l1, l2] = penalty_on(config_, parameter);
    kernels::add_penalty_gradient(parameter.in(state_.data()), parameter.in(gradients_.data()),
                                  is_proximal() ? 0.0f : static_cast<float>(l1), static_cast<float>(l2),
                                  pool);
  }
}

/// Only what is trained counts. Sums of squares are added up in the arena's order, in double.
void Run::clip_gradients(parallel::Pool* pool) noexcept {
  const double largest = config_.optimizer.clip_value, norm = config_.optimizer.clip_norm;
  if (largest == 0.0 && norm == 0.0) return;
  const auto part = [&](const ArenaRange& range) {
    return gradients_.span().subspan(range.begin, range.size());
  };
  double squares = 0.0;
  for (const ArenaRange& range : frozen_.trained()) {
    if (largest != 0.0) kernels::clip_values(part(range), static_cast<float>(largest), pool);
    if (norm != 0.0) squares += kernels::sum_squares(part(range));
  }
  if (norm == 0.0) return;
  const float factor = kernels::clip_norm_factor(squares, norm);
  if (factor == 1.0f) return;
  for (const ArenaRange& range : frozen_.trained()) kernels::scale_values(part(range), factor, pool);
}

void Run::shrink_weights(double rate, parallel::Pool* pool) noexcept {
  for (const TrainedPiece& piece : frozen_.pieces()) {
    const double l1 =
        penalty_on(config_, network_.parameters()[static_cast<std::size_t>(piece.parameter)]).l1;
    const double threshold = std::min(rate * l1, model::kMaxMagnitude);
    kernels::shrink(weights().subspan(piece.range.begin, piece.range.size()), static_cast<float>(threshold),
                    pool);
  }
}

/// The present step cannot be taken. A bad loss was found before anything was written; after bad weights the
/// ones before them are computed again, from the latest kept state: every step up to this one was found good
/// when it was first taken.
void Run::diverge(Outcome outcome, parallel::Pool* pool) noexcept {
  const std::uint64_t step = position_.step;
  const double loss = batch_loss_;
  if (outcome == Outcome::bad_weights) {
    go_back(step);
    [[maybe_unused]] const std::uint64_t missing = step - position_.step;
    [[maybe_unused]] const std::uint64_t taken = advance(step - position_.step, kNoDeadline, pool);
    assert(taken == missing);
    batch_loss_ = loss;
  }
  const bool of_loss = outcome == Outcome::bad_loss;
  divergence_ = {of_loss ? core::Errc::non_finite_loss : core::Errc::non_finite_weights,
                 of_loss ? "loss" : "weights", 0, static_cast<double>(step)};
}

void Run::apply_due_commands() noexcept {
  while (const JournalEntry* entry = journal_.due(position_.step)) {
    apply(entry->command, entry->step);
    journal_.advance();
  }
}

// ---- the way back

void Run::rewind(std::uint64_t step, double deadline_ms, parallel::Pool* pool) noexcept {
  divergence_ = {};
  const History::State* kept = history_.latest(step);
  const bool nearer = position_.step <= step && (kept == nullptr || kept->position.step <= position_.step);
  if (!nearer) go_back(step);
  advance(step - position_.step, deadline_ms, pool);
}

/// Goes to the latest kept state at or before `step`, or else to the start.
void Run::go_back(std::uint64_t step) noexcept {
  const History::State* kept = history_.latest(step);
  if (kept == nullptr) {
    start_over();
    return;
  }
  follow_journal(kept->cursor);
  const std::span<const float> floats = history_.floats(*kept);
  std::copy(floats.begin(), floats.begin() + std::ptrdiff_t(live_floats()), state_.data());
  position_ = kept->position;
  base_step_ = kept->position.step;
  divergence_ = {};
  batch_loss_ = std::numeric_limits<double>::quiet_NaN();
}

void Run::keep_state() noexcept {
  base_step_ = position_.step;
  if (history_.holds(position_.step, journal_.cursor())) return;
  std::copy(state_.data(), state_.data() + live_floats(),
            history_.keep(position_, journal_.cursor()).begin());
}

}  // namespace nw::training
