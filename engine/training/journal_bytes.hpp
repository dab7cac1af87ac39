#pragma once

#include "core/result.hpp"
#include "training/bytes.hpp"
#include "training/command.hpp"

namespace nw::training {

/// The number of the command, then its numbers.
void write_command(ByteWriter& out, const Command& command) noexcept;

/// Errors   bad_checkpoint (no such command, or cut off), out_of_memory. Whether a command fits its run is
/// not checked here.
core::Result<Command> read_command(ByteReader& in) noexcept;

}  // namespace nw::training
