#include "training/checkpoint.hpp"

#include <cmath>
#include <utility>

#include "core/hash.hpp"
#include "training/bytes.hpp"
#include "training/journal_bytes.hpp"
#include "training/numerics_version.hpp"

namespace nw::training {
namespace {

using core::Errc;
using core::Error;
using core::FieldName;
using core::Result;
using core::Status;

constexpr std::size_t kHashBytes = 8;

Error bad(const char* part, double expected, double actual) noexcept {
  return Error{Errc::bad_checkpoint, part, expected, actual};
}

std::uint64_t hash_of(std::span<const std::uint8_t> bytes) noexcept {
  return core::Hash().add_bytes(bytes.data(), bytes.size()).value();
}

void add(core::Hash& hash, const model::InitializerSpec& spec) noexcept {
  hash.add_u32(static_cast<std::uint32_t>(spec.type));
  for (const double value :
       {spec.value, spec.minval, spec.maxval, spec.mean, spec.stddev, spec.scale, spec.gain})
    hash.add_double(value);
  hash.add_u32(static_cast<std::uint32_t>(spec.mode)).add_u32(static_cast<std::uint32_t>(spec.distribution));
}

void add(core::Hash& hash, const model::Penalty& spec) noexcept {
  hash.add_double(spec.l1).add_double(spec.l2);
}

void add(core::Hash& hash, const model::OptimizerSpec& spec) noexcept {
  hash.add_u32(static_cast<std::uint32_t>(spec.type));
  for (const double value :
       {spec.learning_rate, spec.beta1, spec.beta2, spec.epsilon, spec.momentum, spec.rho,
        spec.initial_accumulator_value, spec.weight_decay, spec.clip_value, spec.clip_norm})
    hash.add_double(value);
  const model::ScheduleSpec& schedule = spec.schedule;
  hash.add_u32(spec.decay_biases).add_u32(static_cast<std::uint32_t>(schedule.type));
  hash.add_u32(static_cast<std::uint32_t>(schedule.steps));
  for (const double value : {schedule.gamma, schedule.minimum, schedule.warmup_share, schedule.div_factor,
                             schedule.final_div_factor})
    hash.add_double(value);
}

void write_all(ByteWriter& out, const CheckpointInfo& info, const Journal& journal,
               const model::Network& network, std::span<const float> state, int slots,
               std::uint64_t total) noexcept {
  out.u32(kCheckpointMagic);
  out.u32(kCheckpointFormat);
  out.u32(kNumericsVersion);
  out.u32(0);
  out.u64(info.spec);
  out.u64(info.data);
  out.u64(total);
  out.u64(info.seed);
  out.u64(info.step);
  out.u32(static_cast<std::uint32_t>(info.divergence));
  out.u32(static_cast<std::uint32_t>(journal.cursor()));
  out.u32(static_cast<std::uint32_t>(journal.size()));
  out.u32(static_cast<std::uint32_t>(slots));
  for (std::size_t index = 0; index < journal.size(); ++index) {
    out.u64(journal[index].step);
    write_command(out, journal[index].command);
  }
  for (int arena = 0; arena <= slots; ++arena) {
    const float* start = state.data() + static_cast<std::size_t>(arena) * network.arena_floats();
    for (const model::Parameter& parameter : network.parameters()) out.floats(parameter.in(start));
  }
}

Status check_head(ByteReader& in, std::size_t size, std::uint64_t spec, std::uint64_t data) noexcept {
  if (const auto v = in.u32(); v != kCheckpointMagic) return bad("magic", kCheckpointMagic, v);
  if (const auto v = in.u32(); v != kCheckpointFormat) return bad("format", kCheckpointFormat, v);
  if (const auto v = in.u32(); v != kNumericsVersion) return bad("numericsVersion", kNumericsVersion, v);
  if (const auto v = in.u32(); v != 0) return bad("reserved", 0, v);
  if (in.u64() != spec) return bad("spec", 0, 0);
  if (in.u64() != data) return bad("data", 0, 0);
  if (const auto v = in.u64(); v != size) return bad("length", double(v), double(size));
  return {};
}

Status check_divergence(std::uint32_t code) noexcept {
  const bool known = code == std::uint32_t(Errc::ok) || code == std::uint32_t(Errc::non_finite_loss) ||
                     code == std::uint32_t(Errc::non_finite_weights);
  if (!known) return bad("status", 0, code);
  return {};
}

/// Steps must not decrease, and those that have acted are exactly those up to the present step.
Status read_journal(ByteReader& in, std::uint32_t entries, std::uint32_t cursor, std::uint64_t step,
                    Journal& journal) noexcept {
  std::uint64_t before = 0;
  for (std::uint32_t index = 0; index < entries; ++index) {
    const std::uint64_t at = in.u64();
    if (!in.ok() || at < before || at > kMaxStep) return bad("journal", double(before), double(at));
    const bool acted = at <= step;
    if (acted != (index < cursor)) return bad("cursor", cursor, index);
    auto command = read_command(in);
    if (!command) return command.error();
    journal.append({at, std::move(command).value()});
    before = at;
  }
  journal.move_cursor(cursor);
  return {};
}

bool floats_are_finite(std::span<const std::uint8_t> bytes) noexcept {
  ByteReader in(bytes);
  while (in.remaining() > 0) {
    if (!std::isfinite(in.f32())) return false;
  }
  return true;
}

void add_other_fields(core::Hash& hash, const model::LayerSpec& layer) {
  for (const auto& pair : {layer.kernel_size, layer.pool_size, layer.strides, layer.dilation_rate})
    for (const int size : pair) hash.add_u32(static_cast<std::uint32_t>(size));
  for (const int number : {layer.filters, layer.depth_multiplier, static_cast<int>(layer.padding)})
    hash.add_u32(static_cast<std::uint32_t>(number));
  hash.add_u32(static_cast<std::uint32_t>(layer.target_shape.size()));
  for (const int size : layer.target_shape) hash.add_u32(static_cast<std::uint32_t>(size));
  for (const double number : {layer.rate, layer.momentum, layer.epsilon, layer.alpha})
    hash.add_double(number);
}

}  // namespace

std::uint64_t spec_fingerprint(const model::NetworkSpec& spec) noexcept {
  core::Hash hash;
  for (const int size : spec.input_shape) hash.add_u32(static_cast<std::uint32_t>(size));
  hash.add_u64(spec.layers.size());
  for (const model::LayerSpec& layer : spec.layers) {
    hash.add_u32(static_cast<std::uint32_t>(layer.type)).add_text(layer.name.c_str());
    hash.add_u32(static_cast<std::uint32_t>(layer.units))
        .add_u32(static_cast<std::uint32_t>(layer.activation));
    add(hash, layer.kernel_initializer);
    add(hash, layer.bias_initializer);
    // What dense layers do not read is left out there: checkpoints from before there were others stay good.
    if (layer.type != model::LayerType::dense) add_other_fields(hash, layer);
    hash.add_u32(layer.trainable).add_u32(layer.regularizer.has_value());
    if (layer.regularizer) add(hash, *layer.regularizer);
  }
  hash.add_u32(static_cast<std::uint32_t>(spec.loss));
  add(hash, spec.optimizer);
  add(hash, spec.regularizer.penalty());
  hash.add_u32(static_cast<std::uint32_t>(spec.regularizer.l1_update)).add_u32(spec.regularizer.biases);
  hash.add_double(spec.loss_options.delta).add_double(spec.loss_options.label_smoothing);
  hash.add_u32(static_cast<std::uint32_t>(spec.batch_size));
  return hash.value();
}

Result<core::AlignedBuffer<std::uint8_t>> write_checkpoint(const CheckpointInfo& info, const Journal& journal,
                                                           const model::Network& network,
                                                           std::span<const float> state, int slots) noexcept {
  ByteWriter counter;
  write_all(counter, info, journal, network, state, slots, 0);
  const std::size_t total = counter.size() + kHashBytes;
  auto made = core::AlignedBuffer<std::uint8_t>::make(total, "checkpoint");
  if (!made) return made.error();
  const std::span<std::uint8_t> bytes = made->span();
  ByteWriter out(bytes);
  write_all(out, info, journal, network, state, slots, total);
  out.u64(hash_of(bytes.first(total - kHashBytes)));
  return made;
}

Result<ReadCheckpoint> read_checkpoint(std::span<const std::uint8_t> bytes, std::uint64_t spec,
                                       std::uint64_t data, const model::Network& network) noexcept {
  if (bytes.size() < kHashBytes) return bad("length", kHashBytes, double(bytes.size()));
  const auto body = bytes.first(bytes.size() - kHashBytes);
  ByteReader in(body);
  if (Status s = check_head(in, bytes.size(), spec, data); !s) return s.error();
  ByteReader tail(bytes.last(kHashBytes));
  if (tail.u64() != hash_of(body)) return bad("hash", 0, 0);

  ReadCheckpoint read;
  read.info.spec = spec;
  read.info.data = data;
  read.info.seed = in.u64();
  read.info.step = in.u64();
  const std::uint32_t divergence = in.u32(), cursor = in.u32(), entries = in.u32(), slots = in.u32();
  if (!in.ok()) return bad("length", 0, double(bytes.size()));
  if (read.info.seed > model::kMaxSeed) return bad("seed", double(model::kMaxSeed), double(read.info.seed));
  if (read.info.step > kMaxStep) return bad("step", double(kMaxStep), double(read.info.step));
  if (Status s = check_divergence(divergence); !s) return s.error();
  read.info.divergence = static_cast<Errc>(divergence);
  if (cursor > entries) return bad("cursor", entries, cursor);
  constexpr std::uint32_t kMostSlots = 8;
  if (slots > kMostSlots) return bad("slots", kMostSlots, slots);
  read.slots = static_cast<int>(slots);
  if (Status s = read_journal(in, entries, cursor, read.info.step, read.journal); !s) return s.error();

  const double floats = static_cast<double>(network.parameter_count()) * (1 + read.slots);
  if (static_cast<double>(in.remaining()) != floats * sizeof(float)) {
    return bad("weights", floats * sizeof(float), double(in.remaining()));
  }
  read.floats = body.last(in.remaining());
  if (!floats_are_finite(read.floats)) return bad("weights", 0, 0);
  return read;
}

void load_floats(const ReadCheckpoint& checkpoint, const model::Network& network,
                 std::span<float> state) noexcept {
  ByteReader in(checkpoint.floats);
  for (int arena = 0; arena <= checkpoint.slots; ++arena) {
    float* start = state.data() + static_cast<std::size_t>(arena) * network.arena_floats();
    for (const model::Parameter& parameter : network.parameters()) in.floats(parameter.in(start));
  }
}

}  // namespace nw::training
