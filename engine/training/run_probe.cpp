#include <algorithm>
#include <cassert>
#include <cmath>

#include "model/validate.hpp"
#include "training/run.hpp"

// What would be, without its being so. See run.hpp for what is promised.

namespace nw::training {
namespace {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

void copy(std::span<const float> from, std::span<float> to) noexcept {
  assert(from.size() == to.size());
  std::copy(from.begin(), from.end(), to.begin());
}

}  // namespace

Result<core::AlignedBuffer<std::int32_t>> Run::confusion(std::span<const std::int32_t> rows,
                                                         parallel::Pool* pool) noexcept {
  if (data_->is_regression()) return Error{Errc::bad_data, "classes", 2, 0};
  const auto classes = static_cast<double>(data_->classes());
  const double bytes = classes * classes * sizeof(std::int32_t);
  if (bytes > model::Network::kMaxBytes) return Error{Errc::out_of_memory, "confusion", 0, bytes};
  auto counts =
      core::AlignedBuffer<std::int32_t>::make(static_cast<std::size_t>(classes * classes), "confusion");
  if (!counts) return counts.error();
  evaluator_.confusion(network_, state_.data(), *data_, encoding_, rows, counts->span(), pool);
  return counts;
}

/// The step is taken, looked at, and taken back: so what is shown is what will be, whatever a step consists
/// of.
Status Run::probe_step(int parameter, std::span<float> gradient, std::span<float> update,
                       parallel::Pool* pool) noexcept {
  const std::span<float> live = state_.span().first(live_floats());
  auto kept = core::AlignedBuffer<float>::make(live.size(), "next step");
  if (!kept) return kept.error();
  copy(live, kept->span());
  const Position position = position_;
  const double batch_loss = batch_loss_;

  const Outcome outcome = take_step(pool);
  const model::Parameter& shown = network_.parameters()[static_cast<std::size_t>(parameter)];
  if (outcome != Outcome::bad_loss) {
    if (!gradient.empty()) copy(shown.in(gradients_.data()), gradient);
    const std::span<const float> before = shown.in(kept->data()), after = shown.in(state_.data());
    for (std::size_t i = 0; i < update.size(); ++i) update[i] = after[i] - before[i];
  }

  copy(kept->span(), live);
  position_ = position;
  batch_loss_ = batch_loss;
  if (outcome != Outcome::bad_loss) return {};
  return Error{Errc::non_finite_loss, "loss", 0, static_cast<double>(position_.step)};
}

Status Run::probe_all_rows(int parameter, std::span<float> gradient, parallel::Pool* pool) noexcept {
  auto sums = core::AlignedBuffer<double>::make(gradient.size(), "gradient");
  if (!sums) return sums.error();
  const std::span<float> of_batch =
      network_.parameters()[static_cast<std::size_t>(parameter)].in(gradients_.data());
  Position at = position_;
  for (at.row = 0; at.row < batches_.rows();) {
    const Batches::Batch batch = batches_.take(seed_, at, config_.batch_size, pool);
    const double loss = network_.train_pass(state_.data(), batch.inputs, batch.targets, batch.size,
                                            {seed_, position_.step}, gradients_.data(), workspace_, pool);
    if (!std::isfinite(loss))
      return Error{Errc::non_finite_loss, "loss", 0, static_cast<double>(position_.step)};
    for (std::size_t i = 0; i < gradient.size(); ++i)
      (*sums)[i] += static_cast<double>(batch.size) * static_cast<double>(of_batch[i]);
    at.row += batch.size;
  }
  for (std::size_t i = 0; i < gradient.size(); ++i)
    of_batch[i] = static_cast<float>((*sums)[i] / static_cast<double>(batches_.rows()));
  if (penalized_) add_penalty_gradients(pool);
  copy(of_batch, gradient);
  return {};
}

Status Run::what_if(int parameter, std::int64_t index, std::span<const float> values,
                    std::span<const std::int32_t> rows, std::span<Evaluation> evaluations,
                    parallel::Pool* pool) noexcept {
  const std::span<float> whole = network_.parameters()[static_cast<std::size_t>(parameter)].in(state_.data());
  const auto last = static_cast<double>(whole.size()) - 1.0;
  if (Status s = model::check_number("index", static_cast<double>(index), -1, last); !s) return s;
  const std::span<float> changed = index < 0 ? whole : whole.subspan(static_cast<std::size_t>(index), 1);
  const std::size_t size = changed.size();
  if (values.size() != evaluations.size() * size)
    return Error{Errc::bad_shape, "values", double(evaluations.size() * size), double(values.size())};
  for (const float value : values) {
    if (Status s = model::check_number("values", value, -model::kMaxMagnitude, model::kMaxMagnitude); !s)
      return s;
  }
  auto kept = core::AlignedBuffer<float>::make(size, "weights");
  if (!kept) return kept.error();
  copy(changed, kept->span());
  for (std::size_t candidate = 0; candidate < evaluations.size(); ++candidate) {
    copy(values.subspan(candidate * size, size), changed);
    evaluations[candidate] = evaluate(rows, pool);
  }
  copy(kept->span(), changed);
  return {};
}

}  // namespace nw::training
