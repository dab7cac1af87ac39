#include <algorithm>
#include <utility>

#include "training/check_command.hpp"
#include "training/run.hpp"

// What commands do to a run.

namespace nw::training {

using core::Status;

Status Run::command(Command command) noexcept {
  if (Status s = check_command(command, network_, config_); !s) return s;
  if (Status s = reserve_for(command); !s) return s;
  const std::size_t unchanged = journal_.record(position_.step, std::move(command));
  history_.drop_after(position_.step, unchanged);
  const History::State* base = history_.latest(position_.step);
  base_step_ = base != nullptr ? base->position.step : 0;
  apply(journal_[journal_.size() - 1].command, position_.step);
  divergence_ = {};
  return {};
}

Status Run::reserve_for(const Command& command) noexcept {
  if (const auto* batch = std::get_if<SetBatchSize>(&command)) return reserve(batch->batch_size, 0);
  if (const auto* other = std::get_if<SetOptimizer>(&command))
    return reserve(1, optimizer_of(other->optimizer.type).slots);
  if (std::holds_alternative<SetFrozen>(command)) reserve_freezing(journal_, 1);
  return {};
}

/// Makes room to follow a journal, and `more` commands behind it.
void Run::reserve_freezing(const Journal& journal, std::size_t more) noexcept {
  std::size_t edits = more;
  for (std::size_t index = 0; index < journal.size(); ++index)
    edits += std::holds_alternative<SetFrozen>(journal[index].command);
  frozen_.reserve(edits);
}

void Run::apply(const Command& command, std::uint64_t step) noexcept {
  const model::OptimizerType before = config_.optimizer.type;
  TrainingConfig config = config_;
  apply_to_config(config, command, step);
  if (const auto* frozen = std::get_if<SetFrozen>(&command))
    frozen_.set(frozen->parameter, frozen->index, frozen->frozen);
  adopt(config);
  if (config_.optimizer.type != before) empty_slots();
  if (const auto* weight = std::get_if<SetWeight>(&command)) {
    network_.parameters()[std::size_t(weight->parameter)].in(state_.data())[std::size_t(weight->index)] =
        weight->value;
  } else if (const auto* values = std::get_if<SetParameter>(&command)) {
    const std::span<const float> from = values->values.span();
    std::copy(from.begin(), from.end(),
              network_.parameters()[std::size_t(values->parameter)].in(state_.data()).begin());
  }
}

/// The configuration and what is frozen, once the first `cursor` commands of the journal have acted. Weights
/// and slots are not touched.
void Run::follow_journal(std::size_t cursor) noexcept {
  journal_.move_cursor(cursor);
  frozen_.start(network_.spec().layers);
  TrainingConfig config = start_config(network_.spec());
  for (std::size_t index = 0; index < cursor; ++index) {
    const JournalEntry& entry = journal_[index];
    apply_to_config(config, entry.command, entry.step);
    if (const auto* frozen = std::get_if<SetFrozen>(&entry.command))
      frozen_.set(frozen->parameter, frozen->index, frozen->frozen);
  }
  adopt(config);
}

void Run::adopt(const TrainingConfig& config) noexcept {
  config_ = config;
  optimizer_ = &optimizer_of(config.optimizer.type);
  frozen_.refresh();
  penalized_ = false;
  for (const model::Parameter& parameter : network_.parameters()) {
    const auto [l1, l2] = penalty_on(config_, parameter);
    penalized_ = penalized_ || l1 != 0.0 || l2 != 0.0;
  }
  // The clock costs up to a microsecond where JavaScript must be asked for it: look about every 50 µs.
  constexpr double kFlopsBetweenLooks = 5e5;
  steps_per_look_ = static_cast<int>(std::clamp(kFlopsBetweenLooks / step_flops(), 1.0, 64.0));
}

}  // namespace nw::training
