#include <doctest/doctest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "training/make_run.hpp"

using namespace nw::test;

// Sanitizers have their own `new`.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

// Every `new` of the test program passes here, so that a step can be seen to take none. (AlignedBuffer takes
// its memory from aligned_alloc; nothing that a step calls makes one.)
namespace {
std::atomic<long> allocations{0};

void* counted(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  void* memory = std::malloc(size > 0 ? size : 1);
  if (memory == nullptr) std::abort();
  return memory;
}
}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

TEST_CASE("run: steps with everything on, and going back through commands, take no memory") {
  using namespace nw::training;
  auto spec = rich_spec();
  spec.optimizer.type = OptimizerType::nesterov;
  spec.optimizer.clip_norm = 0.1;
  spec.optimizer.schedule.type = nw::model::ScheduleType::cosine;
  spec.regularizer.l1_update = nw::model::L1Update::proximal;
  spec.layers[1].trainable = false;
  const RunPointer run = make_run(spec, rich_data());
  train(*run, 100);
  for (int index = 1; index < 80; index += 2) REQUIRE(run->command(SetFrozen{0, index, true}).ok());
  train(*run, 100);
  REQUIRE(run->command(SetFrozen{0, -1, false}).ok());
  REQUIRE(run->command(SetOptimizer{{OptimizerType::sgd, 0.1}}).ok());
  const long before = allocations.load();
  run->advance(300, kNoDeadline, nullptr);
  run->rewind(50, kNoDeadline, nullptr);
  run->advance(300, kNoDeadline, nullptr);
  run->rewind(150, kNoDeadline, nullptr);
  run->state();
  const long after = allocations.load();
  CHECK(after == before);
  CHECK(run->state().frozen_weights == 40 + 16 * 9 + 9);
}

TEST_CASE("run: steps, kept states and evaluations take no memory") {
  const RunPointer run = make_run(rich_spec(), rich_data());
  const std::size_t bytes = run->state().history_bytes;
  const long before = allocations.load();
  REQUIRE(before > 0);                                     // it does count
  run->advance(5000, nw::training::kNoDeadline, nullptr);  // kept states come and go
  run->evaluate_train(nullptr);
  run->evaluate_test(nullptr);
  run->rewind(2500, nw::training::kNoDeadline, nullptr);
  const long after = allocations.load();
  CHECK(after == before);
  CHECK(run->state().history_bytes == bytes);
}

#endif

TEST_CASE("run: what it takes is what was planned") {
  const RunPointer run = make_run(rich_spec(), rich_data());
  const auto plan = nw::training::Run::plan(run->network(), 96);
  REQUIRE(plan.ok());
  CHECK(plan->bytes == run->plan().bytes);
  CHECK(plan->history_states * 4.0 * 3 * double(run->network().arena_floats()) ==
        double(run->state().history_bytes));
  // A larger batch and another optimizer are taken on when they are asked for, and stay.
  const double before = run->plan().bytes;
  REQUIRE(run->command(nw::training::SetBatchSize{90}).ok());
  CHECK(run->plan().bytes > before);
  CHECK(run->plan().batch_capacity == 90);
  REQUIRE(run->command(nw::training::SetBatchSize{1 << 20}).ok());
  CHECK(run->plan().batch_capacity == 96);  // there are no more rows
  train(*run, 3);
}
