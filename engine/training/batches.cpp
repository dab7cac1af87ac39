#include "training/batches.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

#include "core/rng.hpp"
#include "data/permutation.hpp"
#include "parallel/parallel_for.hpp"
#include "training/gather.hpp"

namespace nw::training {
namespace {

constexpr std::size_t kGatherFloats = 16384;  // a chunk: some 10 us

}  // namespace

core::Result<Batches> Batches::make(std::shared_ptr<const data::Dataset> data,
                                    const model::TargetEncoding& encoding) noexcept {
  Batches made;
  made.columns_ = static_cast<std::size_t>(data->columns());
  made.units_ = static_cast<std::size_t>(encoding.units);
  auto targets =
      core::AlignedBuffer<float>::make(static_cast<std::size_t>(data->rows()) * made.units_, "targets");
  if (!targets) return targets.error();
  auto order = core::AlignedBuffer<std::int32_t>::make(data->train_rows().size(), "order of the rows");
  if (!order) return order.error();
  made.targets_ = std::move(targets).value();
  made.order_ = std::move(order).value();
  model::encode_targets(encoding, data->targets(), made.targets_.span());
  made.data_ = std::move(data);
  return made;
}

core::Status Batches::reserve(int batch_capacity) noexcept {
  const auto capacity = static_cast<std::size_t>(batch_capacity);
  auto inputs = core::AlignedBuffer<float>::make(capacity * columns_, "batch");
  if (!inputs) return inputs.error();
  auto targets = core::AlignedBuffer<float>::make(capacity * units_, "batch");
  if (!targets) return targets.error();
  batch_inputs_ = std::move(inputs).value();
  batch_targets_ = std::move(targets).value();
  return {};
}

Batches::Batch Batches::take(std::uint64_t seed, const Position& position, int batch_size,
                             parallel::Pool* pool) noexcept {
  assert(position.row < rows());
  if (ordered_epoch_ != position.epoch) order_rows(seed, position.epoch);
  const int size = std::min(batch_size, rows() - position.row);
  const std::span<const std::int32_t> chosen =
      order_.span().subspan(static_cast<std::size_t>(position.row), static_cast<std::size_t>(size));
  assert(chosen.size() * columns_ <= batch_inputs_.size());
  parallel::parallel_for(pool, chosen.size(), kGatherFloats / columns_ + 1,
                         [&](std::size_t begin, std::size_t end) {
                           gather_rows(data_->inputs().data(), columns_, chosen.subspan(begin, end - begin),
                                       batch_inputs_.data() + begin * columns_);
                         });
  gather_rows(targets_.data(), units_, chosen, batch_targets_.data());
  return {batch_inputs_.data(), batch_targets_.data(), size};
}

void Batches::order_rows(std::uint64_t seed, std::uint64_t epoch) noexcept {
  // From the same start every time: the order must not depend on the epochs before.
  std::copy(data_->train_rows().begin(), data_->train_rows().end(), order_.data());
  data::permute(order_.span(), core::Rng(seed, core::Purpose::shuffle, epoch));
  ordered_epoch_ = epoch;
}

}  // namespace nw::training
