#include "inspect/parameter_report.hpp"

#include <cassert>
#include <limits>
#include <span>
#include <utility>

namespace nw::inspect {
namespace {

using core::Result;
using core::Status;

Result<ArrayReport> report_array(std::span<const float> values, const HistogramRequest& request) noexcept {
  ArrayReport made;
  made.statistics = statistics_of(values);
  auto histogram = histogram_of(values, request);
  if (!histogram) return histogram.error();
  made.histogram = std::move(histogram).value();
  return made;
}

/// Memory for an array that is wanted, none for another.
Status take_memory(bool wanted, std::size_t size, const char* purpose,
                   core::AlignedBuffer<float>& memory) noexcept {
  if (!wanted) return {};
  auto made = core::AlignedBuffer<float>::make(size, purpose);
  if (!made) return made.error();
  memory = std::move(made).value();
  return {};
}

Status report_computed(core::AlignedBuffer<float> values, int bins,
                       std::optional<ComputedArray>& into) noexcept {
  if (values.empty()) return {};
  auto report = report_array(values.span(), {bins, {}});
  if (!report) return report.error();
  into = ComputedArray{std::move(values), std::move(report).value()};
  return {};
}

}  // namespace

Result<ParameterReport> report_parameter(training::Run& run, const ParameterQuestion& question,
                                         parallel::Pool* pool) noexcept {
  const int parameter = question.parameter;
  assert(parameter >= 0 && parameter < int(run.network().parameters().size()));
  if (Status s = check(question.histogram); !s) return s.error();
  const std::span<const float> weights = run.parameter(parameter);

  core::AlignedBuffer<float> gradient, update;
  if (Status s = take_memory(question.gradient != GradientOf::none, weights.size(), "gradient", gradient); !s)
    return s.error();
  if (Status s = take_memory(question.update, weights.size(), "update", update); !s) return s.error();
  const bool of_next_batch = question.gradient == GradientOf::next_batch;
  if (of_next_batch || question.update) {
    const std::span<float> wanted = of_next_batch ? gradient.span() : std::span<float>();
    if (Status s = run.probe_step(parameter, wanted, update.span(), pool); !s) return s.error();
  }
  if (question.gradient == GradientOf::all_rows) {
    if (Status s = run.probe_all_rows(parameter, gradient.span(), pool); !s) return s.error();
  }

  ParameterReport made;
  auto report = report_array(weights, question.histogram);
  if (!report) return report.error();
  made.weights = std::move(report).value();
  const int bins = question.histogram.bins;
  if (Status s = report_computed(std::move(gradient), bins, made.gradient); !s) return s.error();
  if (Status s = report_computed(std::move(update), bins, made.update); !s) return s.error();
  const double norm = made.weights.statistics.norm;
  made.update_ratio = made.update && norm > 0.0 ? made.update->report.statistics.norm / norm
                                                : std::numeric_limits<double>::quiet_NaN();
  return made;
}

}  // namespace nw::inspect
