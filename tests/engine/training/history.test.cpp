#include "training/history.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using nw::training::History;
using nw::training::Position;

namespace {

/// A history in which the state of step s holds three floats, the first of them s.
History filled(int capacity, std::uint64_t steps, std::uint64_t every) {
  auto history = History::make(3, capacity);
  REQUIRE(history.ok());
  for (std::uint64_t step = 0; step <= steps; step += every) {
    const std::span<float> floats = history->keep({step, step / 10, 0}, 0);
    floats[0] = static_cast<float>(step);
  }
  return std::move(history).value();
}

}  // namespace

TEST_CASE("history: the floats of every kept state are its own") {
  const History history = filled(9, 40000, 64);
  REQUIRE(history.states().size() == 9);
  for (const auto& state : history.states()) {
    CHECK(history.floats(state).size() == 3);
    CHECK(history.floats(state)[0] == static_cast<float>(state.position.step));
  }
}

TEST_CASE("history: keeps the first and the newest, and the gap to go back grows with the age only") {
  constexpr std::uint64_t kEvery = 64, kSteps = kEvery * 20000;
  const History history = filled(40, kSteps, kEvery);
  const auto states = history.states();
  CHECK(states.front().position.step == 0);
  CHECK(states.back().position.step == kSteps);
  for (std::size_t i = 1; i < states.size(); ++i) {
    const std::uint64_t gap = states[i].position.step - states[i - 1].position.step;
    const std::uint64_t age = kSteps - states[i - 1].position.step;
    CAPTURE(i);
    CAPTURE(age);
    // Forty states over 20000 intervals: a log-spread has a ratio of about 20000^(1/40) = 1.28 between ages.
    CHECK(gap <= std::max(2 * kEvery, age * 6 / 10));
  }
}

TEST_CASE("history: latest and holds find states by step and journal cursor") {
  History history = filled(5, 300, 100);
  CHECK(history.latest(99)->position.step == 0);
  CHECK(history.latest(100)->position.step == 100);
  CHECK(history.latest(1000)->position.step == 300);
  history.keep({100, 0, 0}, 2);
  CHECK(history.latest(150)->cursor == 2);
  CHECK(history.holds(100, 0));
  CHECK(history.holds(100, 2));
  CHECK_FALSE(history.holds(100, 1));
  history.clear();
  CHECK(history.latest(1000) == nullptr);
}

TEST_CASE("history: another branch lets go of later steps and later commands") {
  History history = filled(8, 500, 100);
  history.keep({200, 0, 0}, 3);
  history.drop_after(200, 2);
  REQUIRE(history.states().size() == 3);
  CHECK(history.latest(1000)->position.step == 200);
  CHECK(history.latest(1000)->cursor == 0);
}

TEST_CASE("history: with room for one state, that is the newest") {
  const History history = filled(1, 640, 64);
  REQUIRE(history.states().size() == 1);
  CHECK(history.latest(640)->position.step == 640);
}

TEST_CASE("history: capacity follows the bytes, within its bounds") {
  CHECK(History::capacity_for(1000, 0) == 1);
  CHECK(History::capacity_for(1000, 12000) == 3);
  CHECK(History::capacity_for(1, 1 << 20) == History::kMaxStates);
  const auto impossible = History::make(std::int64_t{1} << 62, 2);
  REQUIRE_FALSE(impossible.ok());
  CHECK(impossible.error().code == nw::core::Errc::out_of_memory);
}
