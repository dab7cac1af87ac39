#include "training/frozen_weights.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace nw::training {
namespace {

/// Room for `size` elements, by doubling, so that freezing weight after weight does not copy all each time.
template <class T>
void make_room(std::vector<T>& list, std::size_t size) noexcept {
  if (list.capacity() < size) list.reserve(std::max(size, 2 * list.capacity()));
}

}  // namespace

FrozenWeights::FrozenWeights(std::span<const model::Parameter> parameters, std::size_t layers) noexcept
    : parameters_(parameters), layers_(layers, std::uint8_t{0}) {
  reserve(0);
}

void FrozenWeights::reserve(std::size_t edits) noexcept {
  // An edit adds one stretch at most, and the room between stretches is one piece more than there are.
  const std::size_t stretches = parameters_.size() + edits;
  make_room(stretches_, stretches);
  make_room(pieces_, stretches + parameters_.size());
  make_room(trained_, stretches + parameters_.size());
}

void FrozenWeights::start(std::span<const model::LayerSpec> layers) noexcept {
  stretches_.clear();
  for (std::size_t index = 0; index < parameters_.size(); ++index) {
    if (!layers[static_cast<std::size_t>(parameters_[index].layer)].trainable)
      stretches_.push_back({static_cast<int>(index), 0, parameters_[index].size()});
  }
}

void FrozenWeights::set(int parameter, std::int64_t index, bool frozen) noexcept {
  const std::size_t size = parameters_[static_cast<std::size_t>(parameter)].size();
  assert(index < static_cast<std::int64_t>(size));
  Stretch changed{parameter, 0, size};
  if (index >= 0) {
    changed.begin = static_cast<std::size_t>(index);
    changed.end = changed.begin + 1;
  }
  // Those that overlap it, or at least touch it: they join when it is frozen.
  const auto first = std::find_if(stretches_.begin(), stretches_.end(), [&](const Stretch& s) {
    return s.parameter > parameter || (s.parameter == parameter && s.end >= changed.begin);
  });
  const auto last = std::find_if(first, stretches_.end(), [&](const Stretch& s) {
    return s.parameter > parameter || s.begin > changed.end;
  });
  Stretch left[2];
  std::size_t count = 0;
  if (frozen) {
    left[count] = changed;
    if (first != last) {
      left[count].begin = std::min(first->begin, changed.begin);
      left[count].end = std::max((last - 1)->end, changed.end);
    }
    ++count;
  } else if (first != last) {
    if (first->begin < changed.begin)
      left[count++] = {parameter, first->begin, std::min(first->end, changed.begin)};
    if ((last - 1)->end > changed.end)
      left[count++] = {parameter, std::max((last - 1)->begin, changed.end), (last - 1)->end};
  }
  assert(stretches_.size() + count - static_cast<std::size_t>(last - first) <= stretches_.capacity());
  const auto at = stretches_.erase(first, last);
  stretches_.insert(at, left, left + count);
}

std::size_t FrozenWeights::count() const noexcept {
  std::size_t total = 0;
  for (const Stretch& stretch : stretches_) total += stretch.end - stretch.begin;
  return total;
}

void FrozenWeights::refresh() noexcept {
  pieces_.clear();
  trained_.clear();
  std::size_t next = 0;
  for (std::size_t index = 0; index < parameters_.size(); ++index) add_pieces(static_cast<int>(index), next);

  for (const TrainedPiece& piece : pieces_) {
    if (!trained_.empty() && joins(trained_.back().end, piece))
      trained_.back().end = piece.range.end;
    else
      trained_.push_back(piece.range);
  }
  judge_layers();
}

/// Whether between `end` and a piece lies nothing but the gap between two parameters: it is zeros, and stays
/// so under every optimizer, because its gradients are.
bool FrozenWeights::joins(std::size_t end, const TrainedPiece& piece) const noexcept {
  if (piece.parameter == 0) return false;
  const auto place = static_cast<std::size_t>(piece.parameter);
  const model::Parameter& before = parameters_[place - 1];
  return piece.range.begin == parameters_[place].info->offset && end == before.info->offset + before.size();
}

/// The pieces of a parameter: what its stretches, of which `next` is the first, leave.
void FrozenWeights::add_pieces(int parameter, std::size_t& next) noexcept {
  const layers::ParameterInfo& info = *parameters_[static_cast<std::size_t>(parameter)].info;
  const auto add = [&](std::size_t begin, std::size_t end) {
    if (begin < end && info.is_trained())
      pieces_.push_back({{info.offset + begin, info.offset + end}, parameter, info.role});
  };
  std::size_t begin = 0;
  for (; next < stretches_.size() && stretches_[next].parameter == parameter; ++next) {
    add(begin, stretches_[next].begin);
    begin = stretches_[next].end;
  }
  add(begin, parameters_[static_cast<std::size_t>(parameter)].size());
}

void FrozenWeights::judge_layers() noexcept {
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    bool has_trained = false, all_frozen = true, statistics_frozen = false;
    for (std::size_t index = 0; index < parameters_.size(); ++index) {
      if (parameters_[index].layer != static_cast<int>(layer)) continue;
      if (parameters_[index].info->is_trained()) {
        has_trained = true;
        all_frozen = all_frozen && is_whole(static_cast<int>(index));
      } else {
        statistics_frozen = statistics_frozen || is_touched(static_cast<int>(index));
      }
    }
    layers_[layer] = (has_trained && all_frozen) || statistics_frozen;
  }
}

bool FrozenWeights::is_whole(int parameter) const noexcept {
  const std::size_t size = parameters_[static_cast<std::size_t>(parameter)].size();
  return std::find(stretches_.begin(), stretches_.end(), Stretch{parameter, 0, size}) != stretches_.end();
}

bool FrozenWeights::is_touched(int parameter) const noexcept {
  return std::any_of(stretches_.begin(), stretches_.end(),
                     [&](const Stretch& stretch) { return stretch.parameter == parameter; });
}

}  // namespace nw::training
