#include "inspect/snapshot.hpp"

#include <cassert>
#include <utility>

namespace nw::inspect {
namespace {

std::int32_t matrix_cols(const core::Shape& shape) noexcept { return shape[shape.rank() - 1]; }

SnapshotPart plan_part(const training::Run& run, const ViewRequest& request, std::size_t offset) noexcept {
  SnapshotPart part;
  part.offset = offset;
  if (const auto* parameter = std::get_if<ParameterRequest>(&request)) {
    const core::Shape& shape = run.network().parameters()[std::size_t(parameter->parameter)].info->shape;
    const std::int32_t cols = matrix_cols(shape);
    part.view =
        plan_matrix_view(std::int32_t(shape.size() / cols), cols, parameter->max_rows, parameter->max_cols);
  } else {
    const auto& grid = std::get<DecisionGrid>(request);
    assert(run.network().inputs() == 2);
    part.planes = std::int32_t(run.network().outputs());
    part.view.rows = part.view.cols = grid.size;
  }
  return part;
}

std::size_t floats_of(const SnapshotPart& part) noexcept {
  return std::size_t(part.planes) * std::size_t(part.view.rows) * std::size_t(part.view.cols);
}

/// Memory for at least `floats`; what was in it may be gone.
core::Status at_least(core::AlignedBuffer<float>& buffer, std::size_t floats) noexcept {
  if (buffer.size() >= floats) return {};
  buffer = {};
  auto larger = core::AlignedBuffer<float>::make(floats, "snapshot");
  if (!larger) return larger.error();
  buffer = std::move(larger).value();
  return {};
}

}  // namespace

core::Status Snapshot::take(training::Run& run, std::span<const ViewRequest> views,
                            parallel::Pool* pool) noexcept {
  parts_.clear();
  used_ = 0;
  for (const ViewRequest& request : views) {
    parts_.push_back(plan_part(run, request, used_));
    used_ += floats_of(parts_.back());
  }
  if (core::Status s = at_least(memory_, used_); !s) {
    parts_.clear();
    used_ = 0;
    return s;
  }

  for (std::size_t index = 0; index < views.size(); ++index) {
    SnapshotPart& part = parts_[index];
    const std::span<float> out = memory_.span().subspan(part.offset, floats_of(part));
    if (const auto* parameter = std::get_if<ParameterRequest>(&views[index])) {
      const std::span<const float> values = run.parameter(parameter->parameter);
      const std::int32_t cols =
          matrix_cols(run.network().parameters()[std::size_t(parameter->parameter)].info->shape);
      part.view = view_matrix(values, std::int32_t(values.size()) / cols, cols, part.view, out);
      continue;
    }
    const auto& grid = std::get<DecisionGrid>(views[index]);
    const std::size_t cells = std::size_t(grid.size) * std::size_t(grid.size);
    if (core::Status s = at_least(inputs_, 2 * cells); !s) return s;
    if (core::Status s = at_least(outputs_, out.size()); !s) return s;
    decision_inputs(grid, run.dataset().scaling(), inputs_.span().first(2 * cells));
    run.predict(inputs_.span().first(2 * cells), outputs_.span().first(out.size()), pool);
    outputs_to_planes(outputs_.span().first(out.size()), part.planes, out);
    measure_range(out, part.view);
  }
  return {};
}

}  // namespace nw::inspect
