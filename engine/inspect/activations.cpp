#include "inspect/activations.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "training/gather.hpp"

namespace nw::inspect {
namespace {

using core::Errc;
using core::Error;
using core::Result;

/// Units that are 0 in all rows and places.
///
/// Shapes   values: [any, units].
Result<std::int32_t> count_dead(std::span<const float> values, std::size_t units) noexcept {
  auto alive = core::AlignedBuffer<std::uint8_t>::make(units, "units");
  if (!alive) return alive.error();
  for (std::size_t start = 0; start < values.size(); start += units)
    for (std::size_t unit = 0; unit < units; ++unit) (*alive)[unit] |= values[start + unit] != 0.0f;
  return static_cast<std::int32_t>(std::count(alive->data(), alive->data() + units, 0));
}

Result<LayerActivity> measure(std::span<const float> values, std::int32_t units,
                              const HistogramRequest& request) noexcept {
  LayerActivity made;
  made.units = units;
  const auto dead = count_dead(values, static_cast<std::size_t>(units));
  if (!dead) return dead.error();
  made.dead_units = *dead;
  made.statistics = statistics_of(values);
  auto histogram = histogram_of(values, request);
  if (!histogram) return histogram.error();
  made.histogram = std::move(histogram).value();
  return made;
}

}  // namespace

Result<std::vector<LayerActivity>> measure_activations(const training::Run& run, int rows,
                                                       const HistogramRequest& request,
                                                       parallel::Pool* pool) noexcept {
  assert(rows >= 1);
  if (core::Status s = check(request); !s) return s.error();
  const model::Network& network = run.network();
  const auto chosen = run.dataset().train_rows().first(
      std::min(static_cast<std::size_t>(rows), run.dataset().train_rows().size()));
  const int batch = static_cast<int>(chosen.size());

  model::WorkspacePlan plan = network.plan_workspace(batch, model::WorkspaceUse::inference);
  const std::size_t inputs = network.inputs();
  const double bytes =
      (static_cast<double>(plan.floats) + double(batch) * static_cast<double>(inputs)) * sizeof(float);
  if (bytes > model::Network::kMaxBytes) return Error{Errc::out_of_memory, "activations", 0, bytes};
  auto workspace = model::Workspace::make(std::move(plan));
  if (!workspace) return workspace.error();
  auto x = core::AlignedBuffer<float>::make(chosen.size() * inputs, "activations");
  if (!x) return x.error();
  training::gather_rows(run.dataset().inputs().data(), inputs, chosen, x->data());

  layers::Context context;
  context.scratch = workspace->scratch();
  context.pool = pool;
  std::vector<LayerActivity> found;
  const float* in = x->data();
  for (std::size_t index = 0; index < network.layers().size(); ++index) {
    const layers::Layer& layer = *network.layers()[index];
    float* out = workspace->output(index);
    layer.forward(run.arena(), in, out, batch, context);
    const core::Shape& shape = layer.output_shape();
    const std::size_t size = chosen.size() * static_cast<std::size_t>(shape.size());
    auto activity = measure({out, size}, shape[shape.rank() - 1], request);
    if (!activity) return activity.error();
    found.push_back(std::move(activity).value());
    in = out;
  }
  return found;
}

}  // namespace nw::inspect
