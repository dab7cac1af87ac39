#include "training/engine.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace nw::training {

using core::Errc;
using core::Error;

int Engine::add_dataset(data::Dataset dataset) noexcept {
  const int id = next_id_++;
  datasets_[id] = std::make_shared<const data::Dataset>(std::move(dataset));
  return id;
}

core::Result<std::shared_ptr<const data::Dataset>> Engine::dataset(int id) const noexcept {
  const auto found = datasets_.find(id);
  if (found == datasets_.end()) return Error{Errc::unknown_dataset, "dataset", 0, double(id)};
  return found->second;
}

core::Status Engine::remove_dataset(int id) noexcept {
  if (datasets_.erase(id) == 0) return Error{Errc::unknown_dataset, "dataset", 0, double(id)};
  return {};
}

core::Result<int> Engine::add_run(const model::NetworkSpec& spec, int dataset_id) noexcept {
  auto data = dataset(dataset_id);
  if (!data) return data.error();
  auto made = Run::make(spec, std::move(data).value());
  if (!made) return made.error();
  const int id = next_id_++;
  runs_[id] = std::move(made).value();
  return id;
}

core::Result<Run*> Engine::run(int id) noexcept {
  const auto found = runs_.find(id);
  if (found == runs_.end()) return Error{Errc::unknown_run, "run", 0, double(id)};
  return found->second.get();
}

core::Status Engine::remove_run(int id) noexcept {
  if (runs_.erase(id) == 0) return Error{Errc::unknown_run, "run", 0, double(id)};
  return {};
}

bool Engine::is_large(const Run& run) noexcept {
  // A step is about three products for each layer, and a product is split from about 2 MFLOP on
  // (kernels/gemm.hpp).
  constexpr double kLargeStepFlops = 4e6;
  return run.step_flops() >= kLargeStepFlops;
}

void Engine::advance(std::span<Share> shares, double budget_ms) noexcept {
  std::vector<Share*> small, large;
  for (Share& share : shares) (is_large(*share.run) ? large : small).push_back(&share);

  // In turns: every large run is a turn of its own, small ones take a turn together, as many at a time as
  // there are threads.
  const int threads = pool_.threads();
  const auto small_turns = (static_cast<int>(small.size()) + threads - 1) / threads;
  const int turns = std::max(1, static_cast<int>(large.size()) + small_turns);
  const double turn_ms = budget_ms > 0.0 ? budget_ms / turns : kNoDeadline;

  for (Share* share : large) share->steps = share->run->advance(share->max_steps, now_ms() + turn_ms, &pool_);
  pool_.run(static_cast<int>(small.size()), [&](int index) {
    Share& share = *small[static_cast<std::size_t>(index)];
    share.steps = share.run->advance(share.max_steps, now_ms() + turn_ms, nullptr);
  });
}

}  // namespace nw::training
