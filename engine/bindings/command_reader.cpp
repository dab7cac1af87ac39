#include "bindings/command_reader.hpp"

#include <algorithm>
#include <utility>

#include "bindings/memory.hpp"
#include "bindings/object_reader.hpp"
#include "bindings/spec_reader.hpp"

namespace nw::bindings {
namespace {

using core::Errc;
using core::Result;
using model::Network;
using training::Command;

int read_parameter(ObjectReader& reader, const Network& network) {
  const std::string name = reader.text("parameter");
  const int found = network.find_parameter(name);
  if (found < 0) reader.fail(Errc::unknown_parameter, "parameter", 0, 0);
  return found;
}

Result<Command> set_learning_rate(ObjectReader& reader, const Network&) {
  return Command(training::SetLearningRate{reader.number("learningRate")});
}

Result<Command> set_regularizer(ObjectReader& reader, const Network&) {
  training::SetRegularizer command;
  command.regularizer = read_regularizer(reader);
  command.layer = reader.integer("layer");
  command.inherit = reader.flag("inherit");
  return Command(command);
}

Result<Command> set_batch_size(ObjectReader& reader, const Network&) {
  return Command(training::SetBatchSize{reader.integer("batchSize")});
}

Result<Command> set_optimizer(ObjectReader& reader, const Network&) {
  return Command(training::SetOptimizer{read_optimizer(reader)});
}

Result<Command> set_weight(ObjectReader& reader, const Network& network) {
  training::SetWeight command;
  command.parameter = read_parameter(reader, network);
  command.index = static_cast<std::int64_t>(reader.count("index"));
  command.value = static_cast<float>(reader.number("value"));
  return Command(command);
}

Result<Command> set_parameter(ObjectReader& reader, const Network& network) {
  training::SetParameter command;
  command.parameter = read_parameter(reader, network);
  const std::span<const float> values = read_floats(reader, "pointer", "length");
  if (!reader.ok()) return reader.error();
  auto copy = core::AlignedBuffer<float>::make(values.size(), "values");
  if (!copy) return copy.error();
  command.values = std::move(copy).value();
  std::copy(values.begin(), values.end(), command.values.data());
  return Command(std::move(command));
}

Result<Command> set_frozen(ObjectReader& reader, const Network& network) {
  training::SetFrozen command;
  command.parameter = read_parameter(reader, network);
  command.index = reader.integer("index");
  command.frozen = reader.flag("frozen");
  return Command(command);
}

constexpr NamedEntry<Result<Command> (*)(ObjectReader&, const Network&)> kCommands[] = {
    {"setLearningRate", set_learning_rate},
    {"setRegularizer", set_regularizer},
    {"setBatchSize", set_batch_size},
    {"setOptimizer", set_optimizer},
    {"setWeight", set_weight},
    {"setParameter", set_parameter},
    {"setFrozen", set_frozen},
};

}  // namespace

Result<Command> read_command(const emscripten::val& object, const Network& network) {
  ObjectReader reader(object);
  const auto* kind = reader.entry("type", kCommands);
  if (kind == nullptr) return reader.error();
  Result<Command> command = kind->value(reader, network);
  if (!reader.ok()) return reader.error();
  return command;
}

}  // namespace nw::bindings
