#include "training/evaluator.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "training/gather.hpp"

namespace nw::training {

using model::Network;
using model::WorkspaceUse;

namespace {

/// sum (y - t)^2, in double.
double squared_errors(std::span<const float> out, std::span<const float> target) noexcept {
  double sum = 0.0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const double error = static_cast<double>(out[i]) - static_cast<double>(target[i]);
    sum += error * error;
  }
  return sum;
}

/// sum (t - mean t)^2 over all columns, each with its own mean, in double.
///
/// Shapes   targets: [any, columns].
double squared_deviations(std::span<const float> targets, std::size_t columns,
                          std::span<const std::int32_t> rows) noexcept {
  double total = 0.0;
  for (std::size_t column = 0; column < columns; ++column) {
    const auto at = [&](std::int32_t row) {
      return static_cast<double>(targets[static_cast<std::size_t>(row) * columns + column]);
    };
    double sum = 0.0;
    for (const std::int32_t row : rows) sum += at(row);
    const double mean = sum / static_cast<double>(rows.size());
    for (const std::int32_t row : rows) total += (at(row) - mean) * (at(row) - mean);
  }
  return total;
}

}  // namespace

int Evaluator::block_rows(const Network& network) noexcept {
  // About half a megabyte of activations in one place: they stay in the second-level cache, and a block is
  // still enough rows for a matrix product to be fast.
  constexpr std::int64_t kFloats = std::int64_t{1} << 17;
  constexpr std::int64_t kFewest = 8, kMost = 256;
  const std::int64_t per_row =
      std::max<std::int64_t>(network.plan_workspace(1, WorkspaceUse::inference).floats, network.inputs());
  return static_cast<int>(std::clamp(kFloats / per_row, kFewest, kMost));
}

double Evaluator::planned_bytes(const Network& network) noexcept {
  const int rows = block_rows(network);
  const double workspace = static_cast<double>(network.plan_workspace(rows, WorkspaceUse::inference).floats);
  return sizeof(float) * (workspace + rows * (static_cast<double>(network.inputs()) +
                                              static_cast<double>(network.outputs())));
}

core::Result<Evaluator> Evaluator::make(const Network& network) noexcept {
  const int rows = block_rows(network);
  Evaluator made;
  auto workspace = model::Workspace::make(network.plan_workspace(rows, WorkspaceUse::inference));
  if (!workspace) return workspace.error();
  auto inputs =
      core::AlignedBuffer<float>::make(static_cast<std::size_t>(rows) * network.inputs(), "evaluation");
  if (!inputs) return inputs.error();
  auto targets =
      core::AlignedBuffer<float>::make(static_cast<std::size_t>(rows) * network.outputs(), "evaluation");
  if (!targets) return targets.error();
  made.workspace_ = std::move(workspace).value();
  made.inputs_ = std::move(inputs).value();
  made.targets_ = std::move(targets).value();
  return made;
}

Evaluation Evaluator::evaluate(const Network& network, const float* arena, const data::Dataset& data,
                               std::span<const float> targets, const model::TargetEncoding& encoding,
                               std::span<const std::int32_t> rows, parallel::Pool* pool) noexcept {
  const bool has_classes = encoding.kind != model::TargetEncoding::Kind::numbers;
  Evaluation result;
  result.rows = static_cast<int>(rows.size());
  double loss_sum = 0.0, error_sum = 0.0;
  int correct = 0;
  const auto block = static_cast<std::size_t>(workspace_.batch());
  for (std::size_t start = 0; start < rows.size(); start += block) {
    const auto chosen = rows.subspan(start, std::min(block, rows.size() - start));
    gather_rows(data.inputs().data(), network.inputs(), chosen, inputs_.data());
    gather_rows(targets.data(), network.outputs(), chosen, targets_.data());
    const model::Loss& loss = network.loss();
    const float* out =
        network.forward(arena, inputs_.data(), static_cast<int>(chosen.size()), loss.stage, workspace_, pool);
    const std::span<const float> given(out, chosen.size() * network.outputs());
    const std::span<const float> wanted(targets_.data(), given.size());
    loss_sum += loss.evaluate(given, wanted, {}, network.outputs(), network.spec().loss_options) *
                static_cast<double>(chosen.size());
    if (has_classes) {
      correct += model::count_correct(encoding, given, wanted);
    } else {
      error_sum += squared_errors(given, wanted);
    }
  }
  if (rows.empty()) return result;
  result.data_loss = loss_sum / static_cast<double>(rows.size());
  if (has_classes) {
    result.accuracy = static_cast<double>(correct) / static_cast<double>(rows.size());
  } else if (const double all = squared_deviations(targets, network.outputs(), rows); all > 0.0) {
    result.r2 = 1.0 - error_sum / all;
  }
  return result;
}

void Evaluator::confusion(const Network& network, const float* arena, const data::Dataset& data,
                          const model::TargetEncoding& encoding, std::span<const std::int32_t> rows,
                          std::span<std::int32_t> counts, parallel::Pool* pool) noexcept {
  const auto classes = static_cast<std::size_t>(data.classes());
  assert(classes >= 2 && counts.size() == classes * classes);
  std::fill(counts.begin(), counts.end(), 0);
  const auto block = static_cast<std::size_t>(workspace_.batch());
  const std::size_t units = network.outputs();
  for (std::size_t start = 0; start < rows.size(); start += block) {
    const auto chosen = rows.subspan(start, std::min(block, rows.size() - start));
    gather_rows(data.inputs().data(), network.inputs(), chosen, inputs_.data());
    const float* out = network.forward(arena, inputs_.data(), static_cast<int>(chosen.size()),
                                       network.loss().stage, workspace_, pool);
    for (std::size_t row = 0; row < chosen.size(); ++row) {
      const auto is = static_cast<std::size_t>(data.targets()[static_cast<std::size_t>(chosen[row])]);
      const int taken_for = model::recognized_class(encoding, {out + row * units, units});
      ++counts[is * classes + static_cast<std::size_t>(taken_for)];
    }
  }
}

void Evaluator::predict(const Network& network, const float* arena, std::span<const float> inputs,
                        std::span<float> outputs, parallel::Pool* pool) noexcept {
  const std::size_t rows = inputs.size() / network.inputs();
  assert(inputs.size() == rows * network.inputs() && outputs.size() == rows * network.outputs());
  const auto block = static_cast<std::size_t>(workspace_.batch());
  for (std::size_t start = 0; start < rows; start += block) {
    const std::size_t size = std::min(block, rows - start);
    const float* out = network.forward(arena, inputs.data() + start * network.inputs(),
                                       static_cast<int>(size), layers::Stage::output, workspace_, pool);
    std::copy(out, out + size * network.outputs(), outputs.data() + start * network.outputs());
  }
}

}  // namespace nw::training
