#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>

#include "core/result.hpp"
#include "parallel/pool.hpp"
#include "training/run.hpp"

namespace nw::training {

/// Everything that one loaded engine holds: data sets and runs by number, and the pool of threads.
/// JavaScript's engine.
///
/// Small runs are spread over the pool, one run a thread; in a large run the pool helps inside each step.
/// Bits are the same either way.
///
/// Threads  one caller.
/// Tests    tests/engine/training/engine.test.cpp
class Engine {
 public:
  explicit Engine(int threads) noexcept : pool_(threads) {}

  parallel::Pool* pool() noexcept { return &pool_; }

  int add_dataset(data::Dataset dataset) noexcept;
  /// Errors   unknown_dataset.
  core::Result<std::shared_ptr<const data::Dataset>> dataset(int id) const noexcept;
  /// Runs that use it keep it. Errors   unknown_dataset.
  core::Status remove_dataset(int id) noexcept;

  /// Errors   unknown_dataset, and those of Run::make.
  core::Result<int> add_run(const model::NetworkSpec& spec, int dataset) noexcept;
  /// Errors   unknown_run.
  core::Result<Run*> run(int id) noexcept;
  core::Status remove_run(int id) noexcept;

  /// One run's part in a slice of time.
  struct Share {
    Run* run = nullptr;
    std::uint64_t max_steps = 0;
    std::uint64_t steps = 0;  // taken
  };

  /// Trains several runs for about `budget_ms` in all; each gets the same time. 0: as long as their steps
  /// take.
  ///
  /// Needs    no run twice.
  void advance(std::span<Share> shares, double budget_ms) noexcept;

  /// Whether a step is work enough to be worth waking threads for.
  static bool is_large(const Run& run) noexcept;

 private:
  parallel::Pool pool_;
  std::map<int, std::shared_ptr<const data::Dataset>> datasets_;
  std::map<int, std::unique_ptr<Run>> runs_;
  int next_id_ = 1;
};

}  // namespace nw::training
