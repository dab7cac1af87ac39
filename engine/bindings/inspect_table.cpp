// What JavaScript may ask about a run in numbers, beside training it: a second part of table.cpp, with its
// rules. Nothing here changes what training sees.

#include <emscripten/bind.h>

#include <cmath>
#include <utility>
#include <vector>

#include "bindings/memory.hpp"
#include "bindings/object_reader.hpp"
#include "bindings/runs.hpp"
#include "inspect/activations.hpp"
#include "inspect/cosines.hpp"
#include "inspect/parameter_report.hpp"

namespace nw::bindings {
namespace {

using core::Errc;
using core::Error;
using emscripten::val;
using training::Run;

constexpr NamedEntry<inspect::GradientOf> kGradients[] = {{"none", inspect::GradientOf::none},
                                                          {"nextBatch", inspect::GradientOf::next_batch},
                                                          {"allRows", inspect::GradientOf::all_rows}};

constexpr std::size_t kMostCandidates = 1000;  // of one what-if: each is an evaluation over all rows
constexpr int kMostRows = 1 << 20;             // of activations

/// Answers that wait here for JavaScript to copy their arrays.
struct Answers {
  core::AlignedBuffer<std::int32_t> confusion;
  inspect::ParameterReport report;
  std::vector<inspect::LayerActivity> activities;
  inspect::Cosines cosines;
};
Answers answers;

/// The place of the parameter that a field names, or -1. Errors unknown_parameter.
int parameter_named(ObjectReader& reader, const model::Network& network) {
  const std::string name = reader.text("name");
  const int found = network.find_parameter(name);
  if (found < 0) reader.fail(Errc::unknown_parameter, name.c_str(), 0, 0);
  return found;
}

/// `bins` (0: none), `low` and `high` (both NaN: the range is automatic). What they may be is checked in
/// inspect/.
inspect::HistogramRequest read_histogram(ObjectReader& reader) {
  inspect::HistogramRequest request;
  request.bins = reader.integer("bins");
  const double low = reader.number("low"), high = reader.number("high");
  if (!std::isnan(low) || !std::isnan(high)) request.range = inspect::HistogramRange{low, high};
  return request;
}

val statistics_to_js(const inspect::Statistics& found) {
  ObjectWriter object;
  object.number("count", static_cast<double>(found.count));
  object.number("mean", found.mean);
  object.number("stddev", found.stddev);
  object.number("min", found.min);
  object.number("max", found.max);
  object.number("norm", found.norm);
  object.number("zeroShare", found.zero_share());
  object.number("nonFinite", static_cast<double>(found.non_finite));
  return object.done();
}

val histogram_to_js(const inspect::Histogram& found) {
  ObjectWriter object;
  object.number("low", found.range.low);
  object.number("high", found.range.high);
  object.number("below", static_cast<double>(found.below));
  object.number("above", static_cast<double>(found.above));
  object.number("nonFinite", static_cast<double>(found.non_finite));
  object.memory(found.counts.span());
  return object.done();
}

ObjectWriter written_report(const inspect::ArrayReport& report) {
  ObjectWriter object;
  object.value("statistics", statistics_to_js(report.statistics));
  object.value("histogram", histogram_to_js(report.histogram));
  return object;
}

val computed_to_js(const inspect::ComputedArray& array) {
  ObjectWriter object = written_report(array.report);
  object.memory(array.values.span());
  return object.done();
}

val run_confusion(int id, std::string split) {
  return with_run(id, [&](Run& run) {
    const auto rows = rows_of(run, split);
    if (!rows) return to_js(rows.error());
    auto counts = run.confusion(*rows, engine->pool());
    if (!counts) return to_js(counts.error());
    answers.confusion = std::move(counts).value();
    ObjectWriter result = success();
    result.memory(std::span<const std::int32_t>(answers.confusion.span()));
    result.number("classes", run.dataset().classes());
    return result.done();
  });
}

val run_inspect_parameter(int id, val question) {
  return with_run(id, [&](Run& run) {
    ObjectReader reader(question);
    inspect::ParameterQuestion asked;
    asked.parameter = parameter_named(reader, run.network());
    if (const auto* gradient = reader.entry("gradient", kGradients)) asked.gradient = gradient->value;
    asked.update = reader.number("update") != 0.0;
    asked.histogram = read_histogram(reader);
    if (!reader.ok()) return to_js(reader.error());
    auto report = inspect::report_parameter(run, asked, engine->pool());
    if (!report) return to_js(report.error());
    answers.report = std::move(report).value();

    ObjectWriter result = success();
    result.number("step", static_cast<double>(run.state().position.step));
    result.value("shape", to_js(run.network().parameters()[std::size_t(asked.parameter)].info->shape));
    result.value("weights", written_report(answers.report.weights).done());
    if (answers.report.gradient) result.value("gradient", computed_to_js(*answers.report.gradient));
    if (answers.report.update) result.value("update", computed_to_js(*answers.report.update));
    result.number("updateRatio", answers.report.update_ratio);
    return result.done();
  });
}

val run_inspect_activations(int id, val question) {
  return with_run(id, [&](Run& run) {
    ObjectReader reader(question);
    const int rows = reader.integer("rows");
    if (rows < 1 || rows > kMostRows) reader.fail(Errc::bad_value, "rows", rows < 1 ? 1 : kMostRows, rows);
    const inspect::HistogramRequest request = read_histogram(reader);
    if (!reader.ok()) return to_js(reader.error());
    auto found = inspect::measure_activations(run, rows, request, engine->pool());
    if (!found) return to_js(found.error());
    answers.activities = std::move(found).value();

    ListWriter layers;
    int index = 0;
    for (const inspect::LayerActivity& activity : answers.activities) {
      ObjectWriter layer;
      layer.text("name", run.network().layers()[static_cast<std::size_t>(index++)]->name().c_str());
      layer.number("units", activity.units);
      layer.number("deadUnits", activity.dead_units);
      layer.value("statistics", statistics_to_js(activity.statistics));
      layer.value("histogram", histogram_to_js(activity.histogram));
      layers.add(layer);
    }
    ObjectWriter result = success();
    result.number("step", static_cast<double>(run.state().position.step));
    result.value("layers", layers.done());
    return result.done();
  });
}

val run_cosines(int id, std::string name) {
  return with_run(id, [&](Run& run) {
    const int index = run.network().find_parameter(name);
    if (index < 0) return to_js(Error{Errc::unknown_parameter, name.c_str()});
    const core::Shape& shape = run.network().parameters()[static_cast<std::size_t>(index)].info->shape;
    const int rank = shape.rank();
    if (rank < 2) return to_js(Error{Errc::bad_shape, name.c_str(), 2, double(rank)});
    auto found = inspect::cosines_of(run.parameter(index), shape[rank - 1]);
    if (!found) return to_js(found.error());
    answers.cosines = std::move(found).value();
    ObjectWriter result = success();
    result.memory(std::span<const float>(answers.cosines.matrix.span()));
    result.number("units", answers.cosines.units);
    result.number("meanMagnitude", answers.cosines.mean_magnitude);
    return result.done();
  });
}

/// `index` -1: `values` are whole parameters, one behind the other.
val run_what_if(int id, val question) {
  return with_run(id, [&](Run& run) {
    ObjectReader reader(question);
    const int parameter = parameter_named(reader, run.network());
    const int index = reader.integer("index");
    const auto values = read_floats(reader, "pointer", "length");
    const std::string split = reader.text("split");
    if (!reader.ok()) return to_js(reader.error());
    const auto rows = rows_of(run, split);
    if (!rows) return to_js(rows.error());
    const std::size_t each = index < 0 ? run.parameter(parameter).size() : 1;
    const std::size_t candidates = values.size() / each;
    if (candidates < 1 || candidates * each != values.size())
      return to_js(Error{Errc::bad_shape, "values", double(each), double(values.size())});
    if (candidates > kMostCandidates)
      return to_js(Error{Errc::bad_value, "values", double(kMostCandidates), double(candidates)});
    auto evaluations = core::AlignedBuffer<training::Evaluation>::make(candidates, "what if");
    if (!evaluations) return to_js(evaluations.error());
    if (const core::Status s =
            run.what_if(parameter, index, values, *rows, evaluations->span(), engine->pool());
        !s)
      return to_js(s);

    ListWriter list;
    for (std::size_t candidate = 0; candidate < candidates; ++candidate) {
      ObjectWriter entry;
      set_evaluation(entry, (*evaluations)[candidate]);
      list.add(entry);
    }
    ObjectWriter result = success();
    result.value("evaluations", list.done());
    return result.done();
  });
}

}  // namespace

EMSCRIPTEN_BINDINGS(neuron_weights_inspect) {
  using emscripten::function;
  function("runConfusion", &run_confusion);
  function("runInspectParameter", &run_inspect_parameter);
  function("runInspectActivations", &run_inspect_activations);
  function("runCosines", &run_cosines);
  function("runWhatIf", &run_what_if);
}

}  // namespace nw::bindings
