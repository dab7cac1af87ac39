// What JavaScript may call, whole. Plain functions on numbers of data sets and runs; every one gives `{ ok:
// true, … }` or
// `{ ok: false, code, field, expected, actual }`. Calls are few and coarse: a slice of training, a whole
// view.
//
// Pointers that are given back stay valid until the next call; web/engine/heap-views.js copies at once.

#include <emscripten/bind.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

#include "bindings/command_reader.hpp"
#include "bindings/memory.hpp"
#include "bindings/object_reader.hpp"
#include "bindings/results.hpp"
#include "bindings/runs.hpp"
#include "bindings/spec_reader.hpp"
#include "bindings/view_reader.hpp"
#include "core/aligned_buffer.hpp"
#include "data/dataset.hpp"
#include "data/generators.hpp"
#include "data/images.hpp"
#include "inspect/snapshot.hpp"
#include "kernels/activations.hpp"
#include "model/initializers.hpp"
#include "model/layer_kinds.hpp"
#include "model/losses.hpp"
#include "model/validate.hpp"
#include "simd/f32.hpp"
#include "training/engine.hpp"
#include "training/numerics_version.hpp"
#include "training/schedules.hpp"

namespace nw::bindings {

std::unique_ptr<training::Engine> engine;

namespace {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;
using emscripten::val;
using training::Engine;
using training::Run;

constexpr NamedEntry<data::Scaling> kScalings[] = {{"none", data::Scaling::none},
                                                   {"maximum", data::Scaling::maximum},
                                                   {"standardize", data::Scaling::standardize}};

/// Results larger than a few numbers wait here for JavaScript to copy them.
struct Outbox {
  core::AlignedBuffer<std::uint8_t> bytes;
  core::AlignedBuffer<float> floats;
  inspect::Snapshot snapshot;
};

Outbox outbox;

/// A table on its way in.
data::OwnedTable inbox;

template <class Table>
val names_of(const Table& table) {
  ListWriter names;
  for (const auto& entry : table) names.add(val::u8string(entry.name));
  return names.done();
}

val activation_names() {
  ListWriter names;
  for (const char* name : kernels::kActivationNames) names.add(val::u8string(name));
  return names.done();
}

// ---- engine and memory

val engine_init(int threads) {
  engine = std::make_unique<Engine>(threads);
  ObjectWriter names;
  names.value("layers", names_of(model::layer_kinds()));
  names.value("activations", activation_names());
  names.value("initializers", names_of(model::initializers()));
  names.value("losses", names_of(model::losses()));
  names.value("optimizers", names_of(training::optimizers()));
  names.value("schedules", names_of(training::schedules()));
  names.value("generators", names_of(data::generators()));
  names.value("imageGenerators", names_of(data::image_kinds()));

  ObjectWriter info = success();
  info.text("version", NW_VERSION);
  info.number("numericsVersion", training::kNumericsVersion);
  info.number("lanes", static_cast<int>(simd::kLanes));
  info.number("threads", engine->pool()->threads());
#ifdef __wasm_relaxed_simd__
  info.flag("relaxed", true);
#else
  info.flag("relaxed", false);
#endif
  info.value("names", names.done());
  return info.done();
}

val memory_allocate(double bytes) {
  void* memory =
      bytes >= 0.0 && bytes < 4294967296.0 ? std::malloc(static_cast<std::size_t>(bytes)) : nullptr;
  if (memory == nullptr) return to_js(Error{Errc::out_of_memory, "memory", 0, bytes});
  ObjectWriter result = success();
  result.number("pointer", address_of(memory));
  return result.done();
}

void memory_release(double pointer) {
  std::free(reinterpret_cast<void*>(static_cast<std::uintptr_t>(pointer)));
}

// ---- data sets

val added_dataset(Result<data::Dataset> made) {
  if (!made) return to_js(made.error());
  const int id = engine->add_dataset(std::move(made).value());
  const data::Dataset& dataset = **engine->dataset(id);
  ObjectWriter result = success();
  result.number("dataset", id);
  result.number("rows", dataset.rows());
  result.number("trainRows", static_cast<int>(dataset.train_rows().size()));
  result.number("testRows", static_cast<int>(dataset.test_rows().size()));
  result.number("inputs", dataset.columns());
  result.number("targets", dataset.target_columns());
  result.number("classes", dataset.classes());
  return result.done();
}

val dataset_generate(val source) {
  ObjectReader reader(source);
  data::GeneratedSpec spec;
  spec.generator = reader.entry("name", data::generators());
  spec.samples = reader.integer("samples");
  spec.noise = reader.number("noise");
  spec.seed = reader.count("seed");
  spec.classes = reader.integer("classes");
  spec.split = read_split(reader);
  if (!reader.ok()) return to_js(reader.error());
  return added_dataset(data::generate(spec));
}

data::ImageSpec read_images(ObjectReader& reader) {
  data::ImageSpec spec;
  spec.kind = reader.entry("name", data::image_kinds());
  spec.samples = reader.integer("samples");
  spec.noise = reader.number("noise");
  spec.seed = reader.count("seed");
  spec.split = read_split(reader);
  return spec;
}

val dataset_images(val source) {
  ObjectReader reader(source);
  const data::ImageSpec spec = read_images(reader);
  if (!reader.ok()) return to_js(reader.error());
  return added_dataset(data::generate_images(spec));
}

val image_part_mask(val source, int sample, int part) {
  ObjectReader reader(source);
  const data::ImageSpec spec = read_images(reader);
  if (!reader.ok()) return to_js(reader.error());
  if (sample < 0) return to_js(Error{Errc::bad_value, "sample", 0, double(sample)});
  auto mask = core::AlignedBuffer<float>::make(
      static_cast<std::size_t>(spec.kind->height) * static_cast<std::size_t>(spec.kind->width), "mask");
  if (!mask) return to_js(mask.error());
  outbox.floats = std::move(mask).value();
  if (const Status s = data::draw_part_mask(spec, sample, part, outbox.floats.span()); !s) return to_js(s);
  ObjectWriter result = success();
  result.memory(std::span<const float>(outbox.floats.span()));
  return result.done();
}

/// Memory for a table's numbers, which JavaScript fills before it calls datasetFromTable.
val dataset_memory(double inputs, double targets) {
  inbox = {};
  for (const auto& [length, buffer] : {std::pair{inputs, &inbox.inputs}, {targets, &inbox.targets}}) {
    constexpr double kMost = 1 << 30;  // floats: 4 GB
    auto made =
        core::AlignedBuffer<float>::make(static_cast<std::size_t>(std::clamp(length, 0.0, kMost)), "data");
    if (!made) return to_js(made.error());
    *buffer = std::move(made).value();
  }
  ObjectWriter result = success();
  result.number("inputs", address_of(inbox.inputs.data()));
  result.number("targets", address_of(inbox.targets.data()));
  return result.done();
}

val dataset_from_table(val source) {
  data::OwnedTable table = std::move(inbox);
  ObjectReader reader(source);
  table.rows = reader.integer("rows");
  table.columns = reader.integer("columns");
  table.target_columns = reader.integer("targetColumns");
  table.classes = reader.integer("classes");
  const auto* scaling = reader.entry("scaling", kScalings);
  const data::SplitSpec split = read_split(reader);
  if (!reader.ok()) return to_js(reader.error());
  return added_dataset(data::Dataset::make(std::move(table), scaling->value, split));
}

template <class T>
val view_of(std::span<const T> memory, const char* type) {
  ObjectWriter result = success();
  result.memory(memory);
  result.text("type", type);
  return result.done();
}

val dataset_view(int id, std::string name) {
  const auto found = engine->dataset(id);
  if (!found) return to_js(found.error());
  const data::Dataset& dataset = *found.value();
  if (name == "inputs") return view_of(dataset.inputs(), "f32");
  if (name == "targets") return view_of(dataset.targets(), "f32");
  if (name == "trainRows") return view_of(dataset.train_rows(), "i32");
  if (name == "testRows") return view_of(dataset.test_rows(), "i32");
  if (name == "mean") return view_of(std::span<const float>(dataset.scaling().mean), "f32");
  if (name == "scale") return view_of(std::span<const float>(dataset.scaling().factor), "f32");
  return to_js(Error{Errc::bad_option, "view"});
}

val dataset_dispose(int id) { return to_js(engine->remove_dataset(id)); }

// ---- runs

val run_plan(val object) {
  auto spec = read_spec(object);
  if (!spec) return to_js(spec.error());
  auto network = model::Network::build(*spec);
  if (!network) return to_js(network.error());
  const auto plan = Run::plan(*network, spec->batch_size);
  if (!plan) return to_js(plan.error());
  ObjectWriter result = success();
  result.number("parameters", static_cast<double>(network->parameter_count()));
  result.number("bytes", plan->bytes);
  return result.done();
}

val parameters_to_js(const model::Network& network) {
  ListWriter list;
  for (const model::Parameter& parameter : network.parameters()) {
    ObjectWriter entry;
    entry.text("name", parameter.info->name.c_str());
    entry.value("shape", to_js(parameter.info->shape));
    entry.number("fanIn", parameter.info->fan_in);
    entry.number("fanOut", parameter.info->fan_out);
    entry.flag("isBias", parameter.info->is_bias());
    entry.number("layer", parameter.layer);
    list.add(entry);
  }
  return list.done();
}

val run_create(val object, int dataset) {
  auto spec = read_spec(object);
  if (!spec) return to_js(spec.error());
  const auto made = engine->add_run(*spec, dataset);
  if (!made) return to_js(made.error());
  const Run& run = **engine->run(*made);
  ObjectWriter result = success();
  result.number("run", *made);
  result.number("bytes", run.plan().bytes);
  result.value("parameters", parameters_to_js(run.network()));
  return result.done();
}

val run_dispose(int id) { return to_js(engine->remove_run(id)); }

void set_status(ObjectWriter& result, const Error& divergence) {
  const bool diverged = divergence.code != Errc::ok;
  result.text("status", diverged ? "diverged" : "ok");
  if (!diverged) return;
  result.number("code", static_cast<int>(divergence.code));
  result.text("field", divergence.field.c_str());
  result.number("expected", divergence.expected);
  result.number("actual", divergence.actual);
}

val run_advance(val ids, val max_steps, double budget_ms) {
  if (!ids.isArray() || !max_steps.isArray()) return to_js(Error{Errc::bad_spec, "runs"});
  const int count = array_length(ids);
  if (array_length(max_steps) != count) {
    return to_js(Error{Errc::bad_shape, "maxSteps", double(count), double(array_length(max_steps))});
  }
  std::vector<Engine::Share> shares;
  for (int index = 0; index < count; ++index) {
    const auto found = engine->run(ids[index].as<int>());
    if (!found) return to_js(found.error());
    for (const Engine::Share& other : shares) {
      if (other.run == *found) return to_js(Error{Errc::bad_value, "runs", 1, 2});
    }
    const double steps = max_steps[index].as<double>();
    shares.push_back({*found, steps >= 1.0 ? static_cast<std::uint64_t>(steps) : 0, 0});
  }
  engine->advance(shares, budget_ms);

  ListWriter runs;
  for (int index = 0; index < count; ++index) {
    const Engine::Share& share = shares[static_cast<std::size_t>(index)];
    const training::RunState state = share.run->state();
    ObjectWriter entry;
    entry.value("run", ids[index]);
    entry.number("steps", static_cast<double>(share.steps));
    entry.number("step", static_cast<double>(state.position.step));
    entry.number("epoch", static_cast<double>(state.position.epoch));
    entry.number("batchLoss", state.batch_loss);
    entry.number("penalty", state.penalty);
    set_status(entry, state.divergence);
    runs.add(entry);
  }
  ObjectWriter result = success();
  result.value("runs", runs.done());
  return result.done();
}

val schedule_to_js(const model::ScheduleSpec& spec) {
  ObjectWriter schedule;
  schedule.text("type", training::schedules()[static_cast<std::size_t>(spec.type)].name);
  schedule.number("steps", spec.steps);
  schedule.number("gamma", spec.gamma);
  schedule.number("minimum", spec.minimum);
  schedule.number("warmupShare", spec.warmup_share);
  schedule.number("divFactor", spec.div_factor);
  schedule.number("finalDivFactor", spec.final_div_factor);
  return schedule.done();
}

val optimizer_to_js(const model::OptimizerSpec& spec) {
  ObjectWriter optimizer;
  optimizer.text("type", training::optimizer_of(spec.type).name);
  optimizer.number("learningRate", spec.learning_rate);
  optimizer.number("beta1", spec.beta1);
  optimizer.number("beta2", spec.beta2);
  optimizer.number("epsilon", spec.epsilon);
  optimizer.number("momentum", spec.momentum);
  optimizer.number("rho", spec.rho);
  optimizer.number("initialAccumulatorValue", spec.initial_accumulator_value);
  optimizer.number("weightDecay", spec.weight_decay);
  optimizer.flag("decayBiases", spec.decay_biases);
  optimizer.number("clipValue", spec.clip_value);
  optimizer.number("clipNorm", spec.clip_norm);
  optimizer.value("schedule", schedule_to_js(spec.schedule));
  return optimizer.done();
}

/// For each layer `{ l1, l2 }`, or null where it has none of its own.
val layer_regularizers_to_js(const Run& run, const training::TrainingConfig& config) {
  ListWriter list;
  for (std::size_t layer = 0; layer < run.network().layers().size(); ++layer) {
    const auto& own = config.layer_penalties[layer];
    if (!own) {
      list.add(val::null());
      continue;
    }
    ObjectWriter entry;
    entry.number("l1", own->l1);
    entry.number("l2", own->l2);
    list.add(entry);
  }
  return list.done();
}

val run_state(int id) {
  return with_run(id, [](Run& run) {
    const training::RunState state = run.state();
    ObjectWriter result = success();
    result.number("step", static_cast<double>(state.position.step));
    result.number("epoch", static_cast<double>(state.position.epoch));
    result.number("rowInEpoch", state.position.row);
    result.number("stepsPerEpoch", static_cast<double>(state.steps_per_epoch));
    result.number("stepsToEpochEnd", static_cast<double>(state.steps_to_epoch_end));
    result.number("learningRate", state.config.optimizer.learning_rate);
    result.number("effectiveRate", state.effective_rate);
    result.number("l1", state.config.regularizer.l1);
    result.number("l2", state.config.regularizer.l2);
    const model::RegularizerSpec& regularizer = state.config.regularizer;
    result.text("l1Update", kL1Updates[static_cast<std::size_t>(regularizer.l1_update)].name);
    result.flag("biases", regularizer.biases);
    result.value("layerRegularizers", layer_regularizers_to_js(run, state.config));
    result.number("frozen", static_cast<double>(state.frozen_weights));
    result.number("batchSize", state.config.batch_size);
    result.value("optimizer", optimizer_to_js(state.config.optimizer));
    result.number("seed", static_cast<double>(state.seed));
    result.number("journalLength", static_cast<double>(state.journal_length));
    result.number("historyBytes", static_cast<double>(state.history_bytes));
    set_status(result, state.divergence);
    return result.done();
  });
}

val run_command(int id, val object) {
  return with_run(id, [&](Run& run) {
    auto command = read_command(object, run.network());
    return command ? to_js(run.command(std::move(command).value())) : to_js(command.error());
  });
}

val run_reset(int id) {
  return with_run(id, [](Run& run) {
    run.reset();
    return success().done();
  });
}

val run_reseed(int id, double seed) {
  return with_run(id, [&](Run& run) {
    if (const Status s = model::validate_seed(seed); !s) return to_js(s);
    run.reseed(static_cast<std::uint64_t>(seed));
    return success().done();
  });
}

/// Goes as far as the budget allows; `step` tells how far, and advancing to `target` does the rest.
val run_rewind(int id, double step, double budget_ms) {
  return with_run(id, [&](Run& run) {
    const double now = static_cast<double>(run.state().position.step);
    const bool reachable = step >= 0.0 && step <= now;
    if (!reachable) return to_js(Error{Errc::bad_value, "step", now, step});
    run.rewind(static_cast<std::uint64_t>(step), training::now_ms() + budget_ms, engine->pool());
    ObjectWriter result = success();
    result.number("step", static_cast<double>(run.state().position.step));
    result.number("target", step);
    return result.done();
  });
}

val run_evaluate(int id, std::string split) {
  return with_run(id, [&](Run& run) {
    if (split != "train" && split != "test") return to_js(Error{Errc::bad_option, "split"});
    ObjectWriter result = success();
    set_evaluation(result,
                   split == "train" ? run.evaluate_train(engine->pool()) : run.evaluate_test(engine->pool()));
    return result.done();
  });
}

/// Inputs in the data's own units: [rows, inputs]. They are scaled where they are.
val run_predict(int id, double pointer, double rows) {
  return with_run(id, [&](Run& run) {
    const std::size_t inputs = run.network().inputs(), outputs = run.network().outputs();
    if (!(rows >= 1.0 && rows * static_cast<double>(inputs + outputs) < 2.5e8)) {
      return to_js(Error{Errc::bad_value, "rows", 1, rows});
    }
    const std::size_t count = static_cast<std::size_t>(rows);
    auto memory = core::AlignedBuffer<float>::make(count * outputs, "predictions");
    if (!memory) return to_js(memory.error());
    outbox.floats = std::move(memory).value();
    const std::span<float> given = {reinterpret_cast<float*>(static_cast<std::uintptr_t>(pointer)),
                                    count * inputs};
    data::scale_rows(given, run.dataset().scaling());
    run.predict(given, outbox.floats.span(), engine->pool());
    ObjectWriter result = success();
    result.memory(std::span<const float>(outbox.floats.span()));
    result.number("columns", static_cast<int>(outputs));
    return result.done();
  });
}

val run_parameter(int id, std::string name) {
  return with_run(id, [&](Run& run) {
    const int index = run.network().find_parameter(name);
    if (index < 0) return to_js(Error{Errc::unknown_parameter, name.c_str()});
    ObjectWriter result = success();
    result.memory(run.parameter(index));
    result.value("shape", to_js(run.network().parameters()[static_cast<std::size_t>(index)].info->shape));
    return result.done();
  });
}

/// What does not move, as stretches of parameters: `{ parameter, start, length }`.
val run_frozen(int id) {
  return with_run(id, [](Run& run) {
    ListWriter stretches;
    for (const auto& stretch : run.frozen().stretches()) {
      const auto& parameter = run.network().parameters()[static_cast<std::size_t>(stretch.parameter)];
      ObjectWriter entry;
      entry.text("parameter", parameter.info->name.c_str());
      entry.number("start", static_cast<double>(stretch.begin));
      entry.number("length", static_cast<double>(stretch.end - stretch.begin));
      stretches.add(entry);
    }
    ObjectWriter result = success();
    result.value("frozen", stretches.done());
    return result.done();
  });
}

val run_snapshot(int id, val views) {
  return with_run(id, [&](Run& run) {
    const auto requests = read_views(views, run.network());
    if (!requests) return to_js(requests.error());
    if (const Status s = outbox.snapshot.take(run, *requests, engine->pool()); !s) return to_js(s);

    ListWriter parts;
    for (const inspect::SnapshotPart& part : outbox.snapshot.parts()) {
      ObjectWriter entry;
      entry.number("offset", static_cast<double>(part.offset));
      entry.number("rows", part.view.rows);
      entry.number("cols", part.view.cols);
      entry.number("planes", part.planes);
      entry.number("min", part.view.min);
      entry.number("max", part.view.max);
      entry.number("maxAbs", part.view.max_abs);
      entry.flag("exact", part.view.exact);
      parts.add(entry);
    }
    const training::Position position = run.state().position;
    ObjectWriter result = success();
    result.number("step", static_cast<double>(position.step));
    result.number("epoch", static_cast<double>(position.epoch));
    result.memory(outbox.snapshot.numbers());
    result.value("parts", parts.done());
    return result.done();
  });
}

val run_checkpoint(int id) {
  return with_run(id, [](Run& run) {
    auto bytes = run.checkpoint();
    if (!bytes) return to_js(bytes.error());
    outbox.bytes = std::move(bytes).value();
    ObjectWriter result = success();
    result.memory(std::span<const std::uint8_t>(outbox.bytes.span()));
    return result.done();
  });
}

val run_restore(int id, double pointer, double length) {
  return with_run(id, [&](Run& run) { return to_js(run.restore(span_at<std::uint8_t>(pointer, length))); });
}

/// As text: JavaScript's numbers hold 53 bits.
val run_hash(int id) {
  return with_run(id, [](Run& run) {
    char digits[17] = {};
    const std::uint64_t hash = run.hash();
    for (int digit = 0; digit < 16; ++digit)
      digits[digit] = "0123456789abcdef"[hash >> (60 - 4 * digit) & 15];
    ObjectWriter result = success();
    result.text("hash", digits);
    return result.done();
  });
}

}  // namespace

EMSCRIPTEN_BINDINGS(neuron_weights) {
  using emscripten::function;
  function("engineInit", &engine_init);
  function("memoryAllocate", &memory_allocate);
  function("memoryRelease", &memory_release);

  function("datasetGenerate", &dataset_generate);
  function("datasetImages", &dataset_images);
  function("imagePartMask", &image_part_mask);
  function("datasetMemory", &dataset_memory);
  function("datasetFromTable", &dataset_from_table);
  function("datasetView", &dataset_view);
  function("datasetDispose", &dataset_dispose);

  function("runPlan", &run_plan);
  function("runCreate", &run_create);
  function("runDispose", &run_dispose);
  function("runAdvance", &run_advance);
  function("runState", &run_state);
  function("runCommand", &run_command);
  function("runReset", &run_reset);
  function("runReseed", &run_reseed);
  function("runRewind", &run_rewind);
  function("runEvaluate", &run_evaluate);
  function("runPredict", &run_predict);
  function("runParameter", &run_parameter);
  function("runFrozen", &run_frozen);
  function("runSnapshot", &run_snapshot);
  function("runCheckpoint", &run_checkpoint);
  function("runRestore", &run_restore);
  function("runHash", &run_hash);
}

}  // namespace nw::bindings
