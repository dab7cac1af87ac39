#include "training/history.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

namespace nw::training {

int History::capacity_for(std::int64_t state_floats, std::int64_t bytes) noexcept {
  const std::int64_t fits = bytes / (std::max<std::int64_t>(state_floats, 1) * std::int64_t{sizeof(float)});
  return static_cast<int>(std::clamp<std::int64_t>(fits, 1, kMaxStates));
}

core::Result<History> History::make(std::int64_t state_floats, int capacity) noexcept {
  assert(state_floats >= 0 && capacity >= 1);
  const double wanted =
      static_cast<double>(state_floats) * capacity;  // which may be more than a 32-bit size can say
  if (wanted > static_cast<double>(std::numeric_limits<std::size_t>::max() / sizeof(float))) {
    return core::Error{core::Errc::out_of_memory, "history", 0, wanted * sizeof(float)};
  }
  auto memory = core::AlignedBuffer<float>::make(static_cast<std::size_t>(wanted), "history");
  if (!memory) return memory.error();
  History made;
  made.memory_ = std::move(memory).value();
  made.state_floats_ = state_floats;
  made.capacity_ = capacity;
  made.states_.reserve(static_cast<std::size_t>(capacity));
  return made;
}

void History::take_from(const History& other) noexcept {
  assert(other.state_floats_ <= state_floats_);
  for (const State& state : other.states_) {
    const std::span<const float> floats = other.floats(state);
    std::copy(floats.begin(), floats.end(), keep(state.position, state.cursor).begin());
  }
}

std::span<float> History::keep(const Position& position, std::size_t cursor) noexcept {
  assert(!holds(position.step, cursor));
  const State state{position, cursor, free_slot()};
  const auto later = [](const State& a, const State& b) {
    return std::pair(a.position.step, a.cursor) < std::pair(b.position.step, b.cursor);
  };
  states_.insert(std::upper_bound(states_.begin(), states_.end(), state, later), state);
  return memory_.span().subspan(static_cast<std::size_t>(state.slot) * state_floats_, state_floats_);
}

const History::State* History::latest(std::uint64_t step) const noexcept {
  const State* found = nullptr;
  for (const State& state : states_) {
    if (state.position.step <= step) found = &state;
  }
  return found;
}

bool History::holds(std::uint64_t step, std::size_t cursor) const noexcept {
  return std::any_of(states_.begin(), states_.end(), [&](const State& state) {
    return state.position.step == step && state.cursor == cursor;
  });
}

std::span<const float> History::floats(const State& state) const noexcept {
  return memory_.span().subspan(static_cast<std::size_t>(state.slot) * state_floats_, state_floats_);
}

void History::drop_after(std::uint64_t step, std::size_t entries) noexcept {
  std::erase_if(states_,
                [&](const State& state) { return state.position.step > step || state.cursor > entries; });
}

int History::free_slot() noexcept {
  if (static_cast<int>(states_.size()) < capacity_) {
    bool taken[kMaxStates] = {};
    for (const State& state : states_) taken[state.slot] = true;
    return static_cast<int>(std::find(taken, taken + capacity_, false) - taken);
  }
  const std::size_t gone = least_missed();
  const int slot = states_[gone].slot;
  states_.erase(states_.begin() + static_cast<std::ptrdiff_t>(gone));
  return slot;
}

std::size_t History::least_missed() const noexcept {
  const std::size_t count = states_.size();
  if (count < 3)
    return count - 1;  // the older of two is worth more: the newer one is about to be followed by another
  const auto step = [&](std::size_t index) { return static_cast<double>(states_[index].position.step); };
  const double now = step(count - 1) + 1.0;
  std::size_t best = 1;
  double smallest = 2.0;
  for (std::size_t i = 1; i + 1 < count; ++i) {
    const double gap = (step(i + 1) - step(i - 1)) / (now - step(i - 1));
    if (gap < smallest) {
      smallest = gap;
      best = i;
    }
  }
  return best;
}

}  // namespace nw::training
