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

template <class Table>
val names_of(const Table& table) {
  val names = val::array();
  int index = 0;
  for (const auto& entry : table) names.set(index++, val::u8string(entry.name));
  return names;
}

val activation_names() {
  val names = val::array();
  int index = 0;
  for (const char* name : kernels::kActivationNames) names.set(index++, val::u8string(name));
  return names;
}

// ---- engine and memory

val engine_init(int threads) {
  engine = std::make_unique<Engine>(threads);
  val names = val::object();
  names.set("layers", names_of(model::layer_kinds()));
  names.set("activations", activation_names());
  names.set("initializers", names_of(model::initializers()));
  names.set("losses", names_of(model::losses()));
  names.set("optimizers", names_of(training::optimizers()));
  names.set("schedules", names_of(training::schedules()));
  names.set("generators", names_of(data::generators()));
  names.set("imageGenerators", names_of(data::image_kinds()));

  val info = success();
  info.set("version", val::u8string(NW_VERSION));
  info.set("numericsVersion", training::kNumericsVersion);
  info.set("lanes", static_cast<int>(simd::kLanes));
  info.set("threads", engine->pool()->threads());
#ifdef __wasm_relaxed_simd__
  info.set("relaxed", true);
#else
  info.set("relaxed", false);
#endif
  info.set("names", names);
  return info;
}

val memory_allocate(double bytes) {
  void* memory =
      bytes >= 0.0 && bytes < 4294967296.0 ? std::malloc(static_cast<std::size_t>(bytes)) : nullptr;
  if (memory == nullptr) return to_js(Error{Errc::out_of_memory, "memory", 0, bytes});
  val result = success();
  result.set("pointer", static_cast<double>(reinterpret_cast<std::uintptr_t>(memory)));
  return result;
}

void memory_release(double pointer) {
  std::free(reinterpret_cast<void*>(static_cast<std::uintptr_t>(pointer)));
}

// ---- data sets

val added_dataset(Result<data::Dataset> made) {
  if (!made) return to_js(made.error());
  const int id = engine->add_dataset(std::move(made).value());
  const data::Dataset& dataset = **engine->dataset(id);
  val result = success();
  result.set("dataset", id);
  result.set("rows", dataset.rows());
  result.set("trainRows", static_cast<int>(dataset.train_rows().size()));
  result.set("testRows", static_cast<int>(dataset.test_rows().size()));
  result.set("inputs", dataset.columns());
  result.set("targets", dataset.target_columns());
  result.set("classes", dataset.classes());
  return result;
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
  val result = success();
  set_memory(result, std::span<const float>(outbox.floats.span()));
  return result;
}

val dataset_from_table(val source) {
  ObjectReader reader(source);
  data::Table table;
  table.rows = reader.integer("rows");
  table.columns = reader.integer("columns");
  table.target_columns = reader.integer("targetColumns");
  table.classes = reader.integer("classes");
  // Sizes that make no sense are refused by Dataset::make; here they must only not wrap round.
  const auto length = [&](std::int64_t columns) {
    return table.rows > 0 && columns > 0 ? static_cast<double>(table.rows * columns) : 0.0;
  };
  table.inputs = span_at<float>(static_cast<double>(reader.count("inputs")), length(table.columns));
  table.targets = span_at<float>(static_cast<double>(reader.count("targets")), length(table.target_columns));
  const auto* scaling = reader.entry("scaling", kScalings);
  const data::SplitSpec split = read_split(reader);
  if (!reader.ok()) return to_js(reader.error());
  return added_dataset(data::Dataset::make(table, scaling->value, split));
}

template <class T>
val view_of(std::span<const T> memory, const char* type) {
  val result = success();
  set_memory(result, memory);
  result.set("type", val::u8string(type));
  return result;
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
  val result = success();
  result.set("parameters", static_cast<double>(network->parameter_count()));
  result.set("bytes", plan->bytes);
  return result;
}

val parameters_to_js(const model::Network& network) {
  val list = val::array();
  int index = 0;
  for (const model::Parameter& parameter : network.parameters()) {
    val entry = val::object();
    entry.set("name", val::u8string(parameter.info->name.c_str()));
    entry.set("shape", to_js(parameter.info->shape));
    entry.set("fanIn", parameter.info->fan_in);
    entry.set("fanOut", parameter.info->fan_out);
    entry.set("isBias", parameter.info->is_bias());
    entry.set("layer", parameter.layer);
    list.set(index++, entry);
  }
  return list;
}

val run_create(val object, int dataset) {
  auto spec = read_spec(object);
  if (!spec) return to_js(spec.error());
  const auto made = engine->add_run(*spec, dataset);
  if (!made) return to_js(made.error());
  const Run& run = **engine->run(*made);
  val result = success();
  result.set("run", *made);
  result.set("bytes", run.plan().bytes);
  result.set("parameters", parameters_to_js(run.network()));
  return result;
}

val run_dispose(int id) { return to_js(engine->remove_run(id)); }

void set_status(val& result, const Error& divergence) {
  const bool diverged = divergence.code != Errc::ok;
  result.set("status", val::u8string(diverged ? "diverged" : "ok"));
  if (!diverged) return;
  result.set("code", static_cast<int>(divergence.code));
  result.set("field", val::u8string(divergence.field.c_str()));
  result.set("expected", divergence.expected);
  result.set("actual", divergence.actual);
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

  val runs = val::array();
  for (int index = 0; index < count; ++index) {
    const Engine::Share& share = shares[static_cast<std::size_t>(index)];
    const training::RunState state = share.run->state();
    val entry = val::object();
    entry.set("run", ids[index]);
    entry.set("steps", static_cast<double>(share.steps));
    entry.set("step", static_cast<double>(state.position.step));
    entry.set("epoch", static_cast<double>(state.position.epoch));
    entry.set("batchLoss", state.batch_loss);
    entry.set("penalty", state.penalty);
    set_status(entry, state.divergence);
    runs.set(index, entry);
  }
  val result = success();
  result.set("runs", runs);
  return result;
}

val schedule_to_js(const model::ScheduleSpec& spec) {
  val schedule = val::object();
  schedule.set("type", val::u8string(training::schedules()[static_cast<std::size_t>(spec.type)].name));
  schedule.set("steps", spec.steps);
  schedule.set("gamma", spec.gamma);
  schedule.set("minimum", spec.minimum);
  schedule.set("warmupShare", spec.warmup_share);
  schedule.set("divFactor", spec.div_factor);
  schedule.set("finalDivFactor", spec.final_div_factor);
  return schedule;
}

val optimizer_to_js(const model::OptimizerSpec& spec) {
  val optimizer = val::object();
  optimizer.set("type", val::u8string(training::optimizer_of(spec.type).name));
  optimizer.set("learningRate", spec.learning_rate);
  optimizer.set("beta1", spec.beta1);
  optimizer.set("beta2", spec.beta2);
  optimizer.set("epsilon", spec.epsilon);
  optimizer.set("momentum", spec.momentum);
  optimizer.set("rho", spec.rho);
  optimizer.set("initialAccumulatorValue", spec.initial_accumulator_value);
  optimizer.set("weightDecay", spec.weight_decay);
  optimizer.set("decayBiases", spec.decay_biases);
  optimizer.set("clipValue", spec.clip_value);
  optimizer.set("clipNorm", spec.clip_norm);
  optimizer.set("schedule", schedule_to_js(spec.schedule));
  return optimizer;
}

/// For each layer `{ l1, l2 }`, or null where it has none of its own.
val layer_regularizers_to_js(const Run& run, const training::TrainingConfig& config) {
  val list = val::array();
  for (std::size_t layer = 0; layer < run.network().layers().size(); ++layer) {
    val entry = val::null();
    if (const auto& own = config.layer_penalties[layer]) {
      entry = val::object();
      entry.set("l1", own->l1);
      entry.set("l2", own->l2);
    }
    list.set(static_cast<int>(layer), entry);
  }
  return list;
}

val run_state(int id) {
  return with_run(id, [](Run& run) {
    const training::RunState state = run.state();
    val result = success();
    result.set("step", static_cast<double>(state.position.step));
    result.set("epoch", static_cast<double>(state.position.epoch));
    result.set("rowInEpoch", state.position.row);
    result.set("stepsPerEpoch", static_cast<double>(state.steps_per_epoch));
    result.set("stepsToEpochEnd", static_cast<double>(state.steps_to_epoch_end));
    result.set("learningRate", state.config.optimizer.learning_rate);
    result.set("effectiveRate", state.effective_rate);
    result.set("l1", state.config.regularizer.l1);
    result.set("l2", state.config.regularizer.l2);
    const model::RegularizerSpec& regularizer = state.config.regularizer;
    result.set("l1Update", val::u8string(kL1Updates[static_cast<std::size_t>(regularizer.l1_update)].name));
    result.set("biases", regularizer.biases);
    result.set("layerRegularizers", layer_regularizers_to_js(run, state.config));
    result.set("frozen", static_cast<double>(state.frozen_weights));
    result.set("batchSize", state.config.batch_size);
    result.set("optimizer", optimizer_to_js(state.config.optimizer));
    result.set("seed", static_cast<double>(state.seed));
    result.set("journalLength", static_cast<double>(state.journal_length));
    result.set("historyBytes", static_cast<double>(state.history_bytes));
    set_status(result, state.divergence);
    return result;
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
    return success();
  });
}

val run_reseed(int id, double seed) {
  return with_run(id, [&](Run& run) {
    if (const Status s = model::validate_seed(seed); !s) return to_js(s);
    run.reseed(static_cast<std::uint64_t>(seed));
    return success();
  });
}

/// Goes as far as the budget allows; `step` tells how far, and advancing to `target` does the rest.
val run_rewind(int id, double step, double budget_ms) {
  return with_run(id, [&](Run& run) {
    const double now = static_cast<double>(run.state().position.step);
    const bool reachable = step >= 0.0 && step <= now;
    if (!reachable) return to_js(Error{Errc::bad_value, "step", now, step});
    run.rewind(static_cast<std::uint64_t>(step), training::now_ms() + budget_ms, engine->pool());
    val result = success();
    result.set("step", static_cast<double>(run.state().position.step));
    result.set("target", step);
    return result;
  });
}

val run_evaluate(int id, std::string split) {
  return with_run(id, [&](Run& run) {
    if (split != "train" && split != "test") return to_js(Error{Errc::bad_option, "split"});
    val result = success();
    set_evaluation(result,
                   split == "train" ? run.evaluate_train(engine->pool()) : run.evaluate_test(engine->pool()));
    return result;
  });
}

/// Inputs in the data's own units: [rows, inputs].
val run_predict(int id, double pointer, double rows) {
  return with_run(id, [&](Run& run) {
    const std::size_t inputs = run.network().inputs(), outputs = run.network().outputs();
    if (!(rows >= 1.0 && rows * static_cast<double>(inputs + outputs) < 2.5e8)) {
      return to_js(Error{Errc::bad_value, "rows", 1, rows});
    }
    const std::size_t count = static_cast<std::size_t>(rows);
    auto memory = core::AlignedBuffer<float>::make(count * (inputs + outputs), "predictions");
    if (!memory) return to_js(memory.error());
    outbox.floats = std::move(memory).value();
    const std::span<float> scaled = outbox.floats.span().last(count * inputs);
    const std::span<float> predictions = outbox.floats.span().first(count * outputs);
    const auto given = span_at<float>(pointer, static_cast<double>(scaled.size()));
    std::copy(given.begin(), given.end(), scaled.begin());
    data::scale_rows(scaled, run.dataset().scaling());
    run.predict(scaled, predictions, engine->pool());
    val result = success();
    set_memory(result, std::span<const float>(predictions));
    result.set("columns", static_cast<int>(outputs));
    return result;
  });
}

val run_parameter(int id, std::string name) {
  return with_run(id, [&](Run& run) {
    const int index = run.network().find_parameter(name);
    if (index < 0) return to_js(Error{Errc::unknown_parameter, name.c_str()});
    val result = success();
    set_memory(result, run.parameter(index));
    result.set("shape", to_js(run.network().parameters()[static_cast<std::size_t>(index)].info->shape));
    return result;
  });
}

/// What does not move, as stretches of parameters: `{ parameter, start, length }`.
val run_frozen(int id) {
  return with_run(id, [](Run& run) {
    val stretches = val::array();
    int index = 0;
    for (const auto& stretch : run.frozen().stretches()) {
      const auto& parameter = run.network().parameters()[static_cast<std::size_t>(stretch.parameter)];
      val entry = val::object();
      entry.set("parameter", val::u8string(parameter.info->name.c_str()));
      entry.set("start", static_cast<double>(stretch.begin));
      entry.set("length", static_cast<double>(stretch.end - stretch.begin));
      stretches.set(index++, entry);
    }
    val result = success();
    result.set("frozen", stretches);
    return result;
  });
}

val run_snapshot(int id, val views) {
  return with_run(id, [&](Run& run) {
    const auto requests = read_views(views, run.network());
    if (!requests) return to_js(requests.error());
    if (const Status s = outbox.snapshot.take(run, *requests, engine->pool()); !s) return to_js(s);

    val parts = val::array();
    int index = 0;
    for (const inspect::SnapshotPart& part : outbox.snapshot.parts()) {
      val entry = val::object();
      entry.set("offset", static_cast<double>(part.offset));
      entry.set("rows", part.view.rows);
      entry.set("cols", part.view.cols);
      entry.set("planes", part.planes);
      entry.set("min", part.view.min);
      entry.set("max", part.view.max);
      entry.set("maxAbs", part.view.max_abs);
      entry.set("exact", part.view.exact);
      parts.set(index++, entry);
    }
    const training::Position position = run.state().position;
    val result = success();
    result.set("step", static_cast<double>(position.step));
    result.set("epoch", static_cast<double>(position.epoch));
    set_memory(result, outbox.snapshot.numbers());
    result.set("parts", parts);
    return result;
  });
}

val run_checkpoint(int id) {
  return with_run(id, [](Run& run) {
    auto bytes = run.checkpoint();
    if (!bytes) return to_js(bytes.error());
    outbox.bytes = std::move(bytes).value();
    val result = success();
    set_memory(result, std::span<const std::uint8_t>(outbox.bytes.span()));
    return result;
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
    val result = success();
    result.set("hash", val::u8string(digits));
    return result;
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
