#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/network.hpp"

namespace nw::training {

/// Floats [begin, end) of an arena.
struct ArenaRange {
  std::size_t begin = 0, end = 0;

  std::size_t size() const noexcept { return end - begin; }
  bool operator==(const ArenaRange&) const noexcept = default;
};

/// A stretch of one parameter that is trained.
struct TrainedPiece {
  ArenaRange range;
  int parameter = 0;  // its place in the network's list
  layers::Role role = layers::Role::kernel;
};

/// Which weights do not move, as stretches of parameters; and what is left for optimizers.
///
/// Follows from the spec (layers that are not trainable) and the commands alone. Optimizers, penalties'
/// proximal steps and decay run over the trained ranges only: a frozen weight and its slots keep their bits,
/// whatever they are, and its gradient counts in no norm.
///
/// Statistics of a layer (Role::statistic) stay together: they stay when every other parameter of the layer
/// is wholly frozen, or when any of them is frozen itself. In a training pass a frozen batch normalization
/// still normalizes with the batch.
///
/// Memory   grows in reserve() alone.
/// Tests    tests/engine/training/frozen_weights.test.cpp
class FrozenWeights {
 public:
  struct Stretch {
    int parameter = 0;
    std::size_t begin = 0, end = 0;  // within the parameter

    bool operator==(const Stretch&) const noexcept = default;
  };

  FrozenWeights() noexcept = default;

  /// Needs    parameters: as Network::parameters(), alive as long as this.
  FrozenWeights(std::span<const model::Parameter> parameters, std::size_t layers) noexcept;

  /// Makes room for so many calls of `set` after a `start`.
  void reserve(std::size_t edits) noexcept;

  /// Nothing is frozen but the layers that are not trainable.
  void start(std::span<const model::LayerSpec> layers) noexcept;

  /// Freezes or thaws weight `index` of a parameter, or all of it with -1.
  ///
  /// Needs    index < its size; room, see reserve. Asserted.
  void set(int parameter, std::int64_t index, bool frozen) noexcept;

  /// Works out what follows, once the last `set` is done.
  void refresh() noexcept;

  /// In the order of parameters and places; none touch each other.
  std::span<const Stretch> stretches() const noexcept { return stretches_; }
  /// Frozen weights in all.
  std::size_t count() const noexcept;

  // As of the last refresh:

  /// What optimizers go over, in the arena's order. Gaps between parameters may lie inside.
  std::span<const ArenaRange> trained() const noexcept { return trained_; }
  /// The same, parameter by parameter and without the gaps.
  std::span<const TrainedPiece> pieces() const noexcept { return pieces_; }
  /// [layers], 1 where a layer's statistics stay.
  std::span<const std::uint8_t> layers() const noexcept { return layers_; }

 private:
  void add_pieces(int parameter, std::size_t& next) noexcept;
  bool joins(std::size_t end, const TrainedPiece& piece) const noexcept;
  void judge_layers() noexcept;
  bool is_whole(int parameter) const noexcept;
  bool is_touched(int parameter) const noexcept;

  std::span<const model::Parameter> parameters_;
  std::vector<Stretch> stretches_;
  std::vector<ArenaRange> trained_;
  std::vector<TrainedPiece> pieces_;
  std::vector<std::uint8_t> layers_;
};

}  // namespace nw::training
