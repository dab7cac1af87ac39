#include "training/frozen_weights.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/values.hpp"

using namespace nw::training;
using nw::layers::ParameterInfo;
using nw::layers::Role;
using nw::model::Parameter;

namespace {

/// Parameters of layers that need not exist, placed as a network places them.
struct Places {
  std::vector<ParameterInfo> infos;
  std::vector<Parameter> parameters;
  std::vector<nw::model::LayerSpec> layers;

  struct Entry {
    int layer;
    int size;
    Role role;
  };

  explicit Places(const std::vector<Entry>& entries) {
    std::size_t offset = 0;
    for (const Entry& entry : entries) {
      ParameterInfo info;
      info.shape.push_back(entry.size);
      info.role = entry.role;
      info.offset = offset;
      offset += (std::size_t(entry.size) + 3) / 4 * 4;
      infos.push_back(info);
    }
    for (std::size_t i = 0; i < infos.size(); ++i) parameters.push_back({&infos[i], entries[i].layer});
    layers.resize(std::size_t(entries.back().layer) + 1);
  }

  FrozenWeights frozen(std::size_t edits) const {
    FrozenWeights made(parameters, layers.size());
    made.reserve(edits);
    made.start(layers);
    made.refresh();
    return made;
  }
};

/// Two dense layers with a batch normalization between them.
const std::vector<Places::Entry> kEntries = {
    {0, 6, Role::kernel},    {0, 3, Role::bias},      {1, 3, Role::scale},   {1, 3, Role::bias},
    {1, 3, Role::statistic}, {1, 3, Role::statistic}, {2, 12, Role::kernel}, {2, 4, Role::bias}};

/// The same as lists of truth values, one for each weight.
using Flags = std::vector<std::vector<char>>;

/// Everything that FrozenWeights says, held against the flags.
void check_against(const FrozenWeights& given, const Flags& flags, const Places& places) {
  std::size_t count = 0;
  Flags from_stretches = flags, from_pieces = flags;
  for (auto& list : from_stretches) std::fill(list.begin(), list.end(), char(false));
  for (auto& list : from_pieces) std::fill(list.begin(), list.end(), char(true));
  const FrozenWeights::Stretch* before = nullptr;
  for (const auto& stretch : given.stretches()) {
    REQUIRE(stretch.begin < stretch.end);
    if (before != nullptr && before->parameter == stretch.parameter) REQUIRE(before->end < stretch.begin);
    if (before != nullptr) REQUIRE(before->parameter <= stretch.parameter);
    for (std::size_t i = stretch.begin; i < stretch.end; ++i)
      from_stretches[std::size_t(stretch.parameter)][i] = true;
    before = &stretch;
  }
  std::vector<char> trained(64, false);
  for (const ArenaRange& range : given.trained()) {
    for (std::size_t i = range.begin; i < range.end; ++i) {
      REQUIRE_FALSE(trained[i]);
      trained[i] = true;
    }
  }
  for (const TrainedPiece& piece : given.pieces()) {
    const ParameterInfo& info = *places.parameters[std::size_t(piece.parameter)].info;
    CHECK(piece.role == info.role);
    for (std::size_t i = piece.range.begin; i < piece.range.end; ++i)
      from_pieces[std::size_t(piece.parameter)][i - info.offset] = false;
  }
  bool right = true;
  for (std::size_t p = 0; p < flags.size(); ++p) {
    for (std::size_t i = 0; i < flags[p].size(); ++i) {
      const ParameterInfo& info = *places.parameters[p].info;
      count += flags[p][i] != 0;
      const bool moves = !flags[p][i] && info.is_trained();
      right = right && bool(from_stretches[p][i]) == bool(flags[p][i]);
      right = right && bool(trained[info.offset + i]) == moves && bool(from_pieces[p][i]) == !moves;
    }
  }
  CHECK(right);
  CHECK(given.count() == count);
}

Flags no_flags(const Places& places) {
  Flags flags;
  for (const Parameter& parameter : places.parameters)
    flags.push_back(std::vector<char>(parameter.size(), false));
  return flags;
}

}  // namespace

TEST_CASE("frozen weights: a thousand random edits, against a flag for each weight") {
  const Places places(kEntries);
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    FrozenWeights frozen = places.frozen(100);
    Flags flags = no_flags(places);
    check_against(frozen, flags, places);
    const auto noise = nw::test::random_values(300, seed, 0, 1);
    for (std::size_t edit = 0; edit < 100; ++edit) {
      const auto parameter = int(noise[3 * edit] * float(places.parameters.size()));
      auto& list = flags[std::size_t(parameter)];
      const bool all = noise[3 * edit + 1] < 0.1f, to = noise[3 * edit + 2] < 0.5f;
      const auto index = all ? -1 : int(noise[3 * edit + 1] * float(list.size()));
      frozen.set(parameter, index, to);
      frozen.refresh();
      if (all)
        std::fill(list.begin(), list.end(), char(to));
      else
        list[std::size_t(index)] = char(to);
      CAPTURE(seed);
      CAPTURE(edit);
      check_against(frozen, flags, places);
    }
  }
}

TEST_CASE("frozen weights: trained parameters next to each other are one range, a statistic parts them") {
  const Places places(kEntries);
  const FrozenWeights frozen = places.frozen(0);
  REQUIRE(frozen.trained().size() == 2);
  CHECK(frozen.trained()[0] == ArenaRange{0, 19});
  CHECK(frozen.trained()[1] == ArenaRange{28, 44});
  CHECK(frozen.pieces().size() == 6);
}

TEST_CASE("frozen weights: layers that are not trainable start frozen, and can be thawed") {
  Places places(kEntries);
  places.layers[1].trainable = false;
  FrozenWeights frozen = places.frozen(4);
  CHECK(frozen.count() == 12);
  CHECK(frozen.layers()[1] == 1);
  frozen.set(2, -1, false);
  frozen.refresh();
  CHECK(frozen.count() == 9);
  CHECK(frozen.layers()[1] == 1);  // its statistics were frozen, too, and still are
  frozen.set(4, -1, false);
  frozen.set(5, -1, false);
  frozen.refresh();
  CHECK(frozen.layers()[1] == 0);
  frozen.start(places.layers);
  frozen.refresh();
  CHECK(frozen.count() == 12);
}

TEST_CASE("frozen weights: a layer keeps its statistics when all else of it is frozen, or any of them") {
  const Places places(kEntries);
  FrozenWeights frozen = places.frozen(10);
  const auto set = [&](int parameter, int index, bool to) {
    frozen.set(parameter, index, to);
    frozen.refresh();
    return std::vector<int>(frozen.layers().begin(), frozen.layers().end());
  };
  CHECK(set(2, -1, true) == std::vector<int>{0, 0, 0});
  CHECK(set(3, 0, true) == std::vector<int>{0, 0, 0});
  CHECK(set(3, 1, true) == std::vector<int>{0, 0, 0});
  CHECK(set(3, 2, true) == std::vector<int>{0, 1, 0});
  CHECK(set(3, 1, false) == std::vector<int>{0, 0, 0});
  CHECK(set(5, 2, true) == std::vector<int>{0, 1, 0});
  CHECK(set(5, 2, false) == std::vector<int>{0, 0, 0});
  CHECK(set(0, -1, true) == std::vector<int>{0, 0, 0});
  CHECK(set(1, -1, true) == std::vector<int>{1, 0, 0});
}
