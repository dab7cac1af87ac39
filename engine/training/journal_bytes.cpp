#include "training/journal_bytes.hpp"

#include <utility>

#include "training/optimizers.hpp"

namespace nw::training {
namespace {

using core::Errc;
using core::Error;

void write(ByteWriter& out, const SetLearningRate& c) noexcept { out.f64(c.learning_rate); }

void write(ByteWriter& out, const SetRegularizer& c) noexcept {
  out.f64(c.regularizer.l1);
  out.f64(c.regularizer.l2);
}

void write(ByteWriter& out, const SetBatchSize& c) noexcept {
  out.u32(static_cast<std::uint32_t>(c.batch_size));
}

void write(ByteWriter& out, const SetOptimizer& c) noexcept {
  out.u32(static_cast<std::uint32_t>(c.optimizer.type));
  for (const double value :
       {c.optimizer.learning_rate, c.optimizer.beta1, c.optimizer.beta2, c.optimizer.epsilon})
    out.f64(value);
}

void write(ByteWriter& out, const SetWeight& c) noexcept {
  out.u32(static_cast<std::uint32_t>(c.parameter));
  out.u64(static_cast<std::uint64_t>(c.index));
  out.f32(c.value);
}

void write(ByteWriter& out, const SetParameter& c) noexcept {
  out.u32(static_cast<std::uint32_t>(c.parameter));
  out.u64(c.values.size());
  out.floats(c.values.span());
}

/// Numbers too large for an int become -1, which no check lets pass.
int small_number(std::uint32_t value) noexcept { return value <= 0x7fffffff ? static_cast<int>(value) : -1; }

core::Result<Command> read_optimizer(ByteReader& in) noexcept {
  const std::uint32_t type = in.u32();
  if (type >= optimizers().size())
    return Error{Errc::bad_checkpoint, "optimizer", double(optimizers().size()), double(type)};
  SetOptimizer c;
  c.optimizer.type = static_cast<model::OptimizerType>(type);
  c.optimizer.learning_rate = in.f64();
  c.optimizer.beta1 = in.f64();
  c.optimizer.beta2 = in.f64();
  c.optimizer.epsilon = in.f64();
  return Command(c);
}

core::Result<Command> read_parameter(ByteReader& in) noexcept {
  SetParameter c;
  c.parameter = small_number(in.u32());
  const std::uint64_t size = in.u64();
  if (size > in.remaining() / sizeof(float)) {  // before memory is taken
    return Error{Errc::bad_checkpoint, "values", double(in.remaining() / sizeof(float)), double(size)};
  }
  auto values = core::AlignedBuffer<float>::make(static_cast<std::size_t>(size), "values");
  if (!values) return values.error();
  c.values = std::move(values).value();
  in.floats(c.values.span());
  return Command(std::move(c));
}

core::Result<Command> read_kind(ByteReader& in) noexcept {
  const std::uint8_t kind = in.u8();
  switch (kind) {  // the order of Command
    case 0:
      return Command(SetLearningRate{in.f64()});
    case 1: {
      SetRegularizer c;
      c.regularizer.l1 = in.f64();
      c.regularizer.l2 = in.f64();
      return Command(c);
    }
    case 2:
      return Command(SetBatchSize{small_number(in.u32())});
    case 3:
      return read_optimizer(in);
    case 4: {
      SetWeight c;
      c.parameter = small_number(in.u32());
      const std::uint64_t index = in.u64();
      c.index = index < (std::uint64_t{1} << 62) ? static_cast<std::int64_t>(index) : -1;
      c.value = in.f32();
      return Command(c);
    }
    case 5:
      return read_parameter(in);
    default:
      return Error{Errc::bad_checkpoint, "command", double(std::variant_size_v<Command> - 1), double(kind)};
  }
}

}  // namespace

void write_command(ByteWriter& out, const Command& command) noexcept {
  out.u8(static_cast<std::uint8_t>(command.index()));
  std::visit([&](const auto& c) { write(out, c); }, command);
}

core::Result<Command> read_command(ByteReader& in) noexcept {
  auto command = read_kind(in);
  if (command && !in.ok()) return Error{Errc::bad_checkpoint, "journal"};
  return command;
}

}  // namespace nw::training
