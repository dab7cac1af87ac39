#include <algorithm>
#include <limits>
#include <utility>

#include "training/check_command.hpp"
#include "training/checkpoint.hpp"
#include "training/run.hpp"

// Saving a run and bringing it back.

namespace nw::training {

using core::Errc;
using core::Error;
using core::Status;

core::Result<core::AlignedBuffer<std::uint8_t>> Run::checkpoint() const noexcept {
  const CheckpointInfo info{spec_fingerprint(network_.spec()), data_->fingerprint(), seed_, position_.step,
                            divergence_.code};
  return write_checkpoint(info, journal_, network_, state_.span(), optimizer_->slots);
}

Status Run::restore(std::span<const std::uint8_t> bytes) noexcept {
  auto read = read_checkpoint(bytes, spec_fingerprint(network_.spec()), data_->fingerprint(), network_);
  if (!read) return read.error();

  // The whole journal is gone through before anything changes: whether its commands fit this run, how much
  // memory they want, and which position and configuration they lead to: `config` at the cursor, `last` at
  // the end.
  TrainingConfig config = start_config(network_.spec()), last = config;
  Position position;
  int batch_size = config.batch_size, slots = optimizer_of(config.optimizer.type).slots;
  for (std::size_t index = 0; index < read->journal.size(); ++index) {
    const JournalEntry& entry = read->journal[index];
    if (Status s = check_command(entry.command, network_, last); !s) {
      return Error{Errc::bad_checkpoint, s.error().field, s.error().expected, s.error().actual};
    }
    if (const auto* batch = std::get_if<SetBatchSize>(&entry.command))
      batch_size = std::max(batch_size, batch->batch_size);
    if (const auto* other = std::get_if<SetOptimizer>(&entry.command)) {
      slots = std::max(slots, optimizer_of(other->optimizer.type).slots);
    }
    apply_to_config(last, entry.command, entry.step);
    if (index >= read->journal.cursor()) continue;
    position = position_after(position, entry.step - position.step, batches_.rows(), config.batch_size);
    config = last;
  }
  position = position_after(position, read->info.step - position.step, batches_.rows(), config.batch_size);
  const int needed = optimizer_of(config.optimizer.type).slots;
  if (needed != read->slots) return Error{Errc::bad_checkpoint, "slots", double(needed), double(read->slots)};
  if (Status s = reserve(batch_size, slots); !s) return s;
  reserve_freezing(read->journal, 0);

  seed_ = read->info.seed;
  journal_ = Journal();
  history_.clear();
  batches_.forget_order();
  start_over();  // also the way back when history has nothing: the state of step 0
  load_floats(*read, network_, state_.span());
  journal_ = std::move(read->journal);
  follow_journal(journal_.cursor());
  position_ = position;
  if (position.step > 0 || journal_.cursor() > 0) keep_state();
  if (read->info.divergence != Errc::ok) {
    const bool of_loss = read->info.divergence == Errc::non_finite_loss;
    divergence_ = {read->info.divergence, of_loss ? "loss" : "weights", 0,
                   static_cast<double>(position.step)};
  }
  return {};
}

}  // namespace nw::training
