#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"
#include "training/position.hpp"

namespace nw::training {

/// Earlier states of a run, in bounded memory: many young ones, few old ones, so that going back n steps
/// costs about n steps of replay at most.
///
/// A state is its position, the number of journal entries that had acted, and its floats (weights and slots).
/// All memory is taken by `make`; keeping a state never allocates. When it is full the state goes whose going
/// leaves the smallest gap, seen in relation to the gap's age; the oldest and the newest stay while more than
/// one fits.
///
/// Tests    tests/engine/training/history.test.cpp
class History {
 public:
  struct State {
    Position position;
    std::size_t cursor = 0;
    int slot = 0;  // where its floats lie
  };

  /// As many states as fit into `bytes`, but at least one and at most kMaxStates.
  static int capacity_for(std::int64_t state_floats, std::int64_t bytes) noexcept;
  static constexpr int kMaxStates = 48;

  /// Errors   out_of_memory.
  static core::Result<History> make(std::int64_t state_floats, int capacity) noexcept;

  /// Takes over as many states of `other` as fit. Needs    no longer floats there than here.
  void take_from(const History& other) noexcept;

  /// A place for the floats of a state, which the caller fills. One is let go when all are taken.
  ///
  /// Needs    no state with this step and cursor is kept.
  std::span<float> keep(const Position& position, std::size_t cursor) noexcept;

  /// The latest state at or before `step`, or nullptr.
  const State* latest(std::uint64_t step) const noexcept;
  bool holds(std::uint64_t step, std::size_t cursor) const noexcept;
  std::span<const float> floats(const State& state) const noexcept;

  /// Lets go what belongs to another branch: states of later steps, or in which more than `entries` commands
  /// had acted.
  void drop_after(std::uint64_t step, std::size_t entries) noexcept;
  void clear() noexcept { states_.clear(); }

  std::span<const State> states() const noexcept { return states_; }
  std::size_t bytes() const noexcept { return memory_.bytes(); }
  std::int64_t state_floats() const noexcept { return state_floats_; }
  int capacity() const noexcept { return capacity_; }

 private:
  int free_slot() noexcept;
  std::size_t least_missed() const noexcept;

  core::AlignedBuffer<float> memory_;
  std::int64_t state_floats_ = 0;
  int capacity_ = 0;
  std::vector<State> states_;  // ascending in step, then cursor; capacity reserved
};

}  // namespace nw::training
