#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "training/command.hpp"

namespace nw::training {

struct JournalEntry {
  std::uint64_t step = 0;  // applied when so many steps were taken, before the next one
  Command command;
};

/// The commands of a run in the order in which they act, and a cursor: how many of them have acted so far.
///
/// After a rewind the entries behind the cursor act again when their step comes, so going on repeats what
/// was. A new command there starts another branch: the entries behind the cursor are dropped.
///
/// Tests    tests/engine/training/journal.test.cpp
class Journal {
 public:
  std::size_t size() const noexcept { return entries_.size(); }
  std::size_t cursor() const noexcept { return cursor_; }
  const JournalEntry& operator[](std::size_t index) const noexcept { return entries_[index]; }

  /// The next entry that acts at `step`, or nullptr. Call `advance` once it has acted.
  const JournalEntry* due(std::uint64_t step) const noexcept {
    return cursor_ < entries_.size() && entries_[cursor_].step == step ? &entries_[cursor_] : nullptr;
  }
  void advance() noexcept { ++cursor_; }
  void move_cursor(std::size_t cursor) noexcept { cursor_ = cursor; }

  /// Writes down a command that acts at `step`, drops what lies behind the cursor, and steps over the new
  /// entry. A command that replaces the one before it at the same step takes its place.
  ///
  /// Returns  the number of entries, from the start, that are as they were.
  std::size_t record(std::uint64_t step, Command command) noexcept {
    std::size_t kept = cursor_;
    if (kept > 0 && entries_[kept - 1].step == step && replaces(command, entries_[kept - 1].command)) --kept;
    entries_.resize(kept);
    entries_.push_back({step, std::move(command)});
    cursor_ = entries_.size();
    return kept;
  }

  /// Puts an entry at the end, whatever the cursor is: for readers of stored journals.
  void append(JournalEntry entry) noexcept { entries_.push_back(std::move(entry)); }

 private:
  std::vector<JournalEntry> entries_;
  std::size_t cursor_ = 0;
};

}  // namespace nw::training
