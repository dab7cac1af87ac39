#pragma once

#include <cstdint>
#include <span>

#include "core/aligned_buffer.hpp"
#include "core/result.hpp"
#include "model/network.hpp"
#include "training/journal.hpp"
#include "training/position.hpp"

namespace nw::training {

// A checkpoint as bytes, little-endian:
//
//   u32 magic "NWCP" | u32 format | u32 numerics version | u32 0 | u64 spec | u64 data | u64 bytes in all
//   u64 seed | u64 step | u32 error code (0: can go on) | u32 journal cursor | u32 journal entries | u32
//   slots entries, each: u64 step | u8 command | its numbers floats of every parameter in the network's order
//   (gaps left out); then the same for every slot u64 FNV-1a of all bytes before
//
// Epoch, row, rate, batch size, what is frozen and so on are not in it: they follow from the spec and the
// journal, so they cannot disagree.

inline constexpr std::uint32_t kCheckpointMagic = 0x5043574e;
inline constexpr std::uint32_t kCheckpointFormat = 3;  // 1: before schedules; 2: before `inherit`
/// Beyond any training; keeps epochs within what a random stream can count (core/rng.hpp).
inline constexpr std::uint64_t kMaxStep = std::uint64_t{1} << 47;

/// The seed is no part of it: a run can be seeded anew.
std::uint64_t spec_fingerprint(const model::NetworkSpec& spec) noexcept;

/// What belongs to a checkpoint besides the floats.
struct CheckpointInfo {
  std::uint64_t spec = 0, data = 0;  // fingerprints
  std::uint64_t seed = 0;
  std::uint64_t step = 0;
  core::Errc divergence = core::Errc::ok;
};

/// `state`: weights, then slots, each a whole arena.
///
/// Errors   out_of_memory.
core::Result<core::AlignedBuffer<std::uint8_t>> write_checkpoint(const CheckpointInfo& info,
                                                                 const Journal& journal,
                                                                 const model::Network& network,
                                                                 std::span<const float> state,
                                                                 int slots) noexcept;

/// A checkpoint that was read and found good, but for what only the run can judge.
struct ReadCheckpoint {
  CheckpointInfo info;
  Journal journal;  // its cursor set
  int slots = 0;
  std::span<const std::uint8_t> floats;  // in the bytes that were given
};

/// Reads bytes that nobody vouches for: cut, random or forged ones give an error, and nothing else happens.
///
/// The caller checks the commands themselves, and the number of slots.
///
/// Errors   bad_checkpoint, with the part at fault as field; out_of_memory.
/// Tests    tests/engine/training/checkpoint.test.cpp
core::Result<ReadCheckpoint> read_checkpoint(std::span<const std::uint8_t> bytes, std::uint64_t spec,
                                             std::uint64_t data, const model::Network& network) noexcept;

/// Puts the floats of a checkpoint into arenas; the gaps are left as they are.
///
/// Needs    state.size() >= (1 + slots) arenas.
void load_floats(const ReadCheckpoint& checkpoint, const model::Network& network,
                 std::span<float> state) noexcept;

}  // namespace nw::training
