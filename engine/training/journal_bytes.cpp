#include "training/journal_bytes.hpp"

#include <utility>

#include "training/optimizers.hpp"
#include "training/schedules.hpp"

namespace nw::training {
namespace {

using core::Errc;
using core::Error;

void write(ByteWriter& out, const SetLearningRate& c) noexcept { out.f64(c.learning_rate); }

void write(ByteWriter& out, const SetRegularizer& c) noexcept {
  out.f64(c.regularizer.l1);
  out.f64(c.regularizer.l2);
  out.u8(static_cast<std::uint8_t>(c.regularizer.l1_update));
  out.u8(c.regularizer.biases);
  out.u32(static_cast<std::uint32_t>(c.layer));
  out.u8(c.inherit);
}

void write(ByteWriter& out, const SetBatchSize& c) noexcept {
  out.u32(static_cast<std::uint32_t>(c.batch_size));
}

void write(ByteWriter& out, const SetOptimizer& c) noexcept {
  const model::OptimizerSpec& spec = c.optimizer;
  out.u32(static_cast<std::uint32_t>(spec.type));
  for (const double value :
       {spec.learning_rate, spec.beta1, spec.beta2, spec.epsilon, spec.momentum, spec.rho,
        spec.initial_accumulator_value, spec.weight_decay, spec.clip_value, spec.clip_norm})
    out.f64(value);
  out.u8(spec.decay_biases);
  const model::ScheduleSpec& schedule = spec.schedule;
  out.u32(static_cast<std::uint32_t>(schedule.type));
  out.u32(static_cast<std::uint32_t>(schedule.steps));
  for (const double value : {schedule.gamma, schedule.minimum, schedule.warmup_share, schedule.div_factor,
                             schedule.final_div_factor})
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

void write(ByteWriter& out, const SetFrozen& c) noexcept {
  out.u32(static_cast<std::uint32_t>(c.parameter));
  out.u64(static_cast<std::uint64_t>(c.index));
  out.u8(c.frozen);
}

/// Numbers too large for an int become -1, which no check lets pass.
int small_number(std::uint32_t value) noexcept { return value <= 0x7fffffff ? static_cast<int>(value) : -1; }

/// A choice out of `count`. Errors bad_checkpoint.
core::Result<int> read_choice(std::uint32_t value, std::size_t count, const char* field) noexcept {
  if (value < count) return static_cast<int>(value);
  return Error{Errc::bad_checkpoint, field, double(count) - 1.0, double(value)};
}

core::Result<Command> read_regularizer(ByteReader& in) noexcept {
  SetRegularizer c;
  c.regularizer.l1 = in.f64();
  c.regularizer.l2 = in.f64();
  const auto update = read_choice(in.u8(), 2, "l1Update");
  if (!update) return update.error();
  c.regularizer.l1_update = static_cast<model::L1Update>(*update);
  c.regularizer.biases = in.flag();
  const std::uint32_t layer = in.u32();
  c.layer = layer == ~std::uint32_t{0} ? -1 : layer <= 0x7fffffff ? static_cast<int>(layer) : -2;
  c.inherit = in.flag();
  return Command(c);
}

core::Result<Command> read_optimizer(ByteReader& in) noexcept {
  const auto type = read_choice(in.u32(), optimizers().size(), "optimizer");
  if (!type) return type.error();
  SetOptimizer c;
  model::OptimizerSpec& spec = c.optimizer;
  spec.type = static_cast<model::OptimizerType>(*type);
  for (double* value :
       {&spec.learning_rate, &spec.beta1, &spec.beta2, &spec.epsilon, &spec.momentum, &spec.rho,
        &spec.initial_accumulator_value, &spec.weight_decay, &spec.clip_value, &spec.clip_norm})
    *value = in.f64();
  spec.decay_biases = in.flag();
  model::ScheduleSpec& schedule = spec.schedule;
  const auto course = read_choice(in.u32(), schedules().size(), "schedule");
  if (!course) return course.error();
  schedule.type = static_cast<model::ScheduleType>(*course);
  schedule.steps = small_number(in.u32());
  for (double* value : {&schedule.gamma, &schedule.minimum, &schedule.warmup_share, &schedule.div_factor,
                        &schedule.final_div_factor})
    *value = in.f64();
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
    case 1:
      return read_regularizer(in);
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
    case 6: {
      SetFrozen c;
      c.parameter = small_number(in.u32());
      const std::uint64_t index = in.u64();
      const bool is_all = index == ~std::uint64_t{0};
      c.index = index < (std::uint64_t{1} << 62) ? static_cast<std::int64_t>(index) : is_all ? -1 : -2;
      c.frozen = in.flag();
      return Command(c);
    }
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
