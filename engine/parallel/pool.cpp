#include "parallel/pool.hpp"

#include <algorithm>
#include <cassert>

#if NW_THREADS
#include <pthread.h>

#include <atomic>
#include <cstdint>
#include <new>

#include "parallel/wait.hpp"
#endif

namespace nw::parallel {

namespace {

thread_local bool t_inside_chunk = false;

}  // namespace

bool Pool::inside_chunk() noexcept { return t_inside_chunk; }

#if NW_THREADS

// How a run goes. The caller writes the job, then opens `tickets` for the new round and raises `round`, on
// which the workers sleep. Everybody, the caller included, takes chunks by counting the tickets down; who
// finishes a chunk counts `unfinished` down; the caller waits for that to reach 0. Nobody waits for workers
// to have noticed: one that is late (or never started) finds no ticket of its round and goes back to sleep.
//
// Why a late worker cannot do harm: a ticket is taken by compare-and-swap on the round and the count
// together, and succeeds only while a chunk of that round is still open. Until that chunk is finished the
// caller does not write the next job, so the job that the worker read before is the one its ticket belongs
// to.
struct Pool::Shared {
  static constexpr std::uint64_t tickets_of(std::uint32_t round, std::uint32_t open) noexcept {
    return static_cast<std::uint64_t>(round) << 32 | open;
  }

  alignas(64) WaitWord round{0};
  std::atomic<std::uint32_t> sleepers{0};
  std::atomic<bool> stop{false};
  // The job. Atomic because a late worker may read it while the next one is written; what it read is then not
  // used.
  std::atomic<Call> call{nullptr};
  std::atomic<void*> context{nullptr};
  std::atomic<std::uint32_t> chunks{0};
  alignas(64) std::atomic<std::uint64_t> tickets{0};
  alignas(64) WaitWord unfinished{0};
  std::atomic<std::uint32_t> caller_sleeps{0};

  pthread_t workers[kMaxThreads - 1];
  int worker_count = 0;
  std::atomic<int> started{0};

  // 10 to 20 us: longer than the gap between two layers of a step, shorter than what waking costs.
#if defined(__EMSCRIPTEN__)
  static constexpr int kSpins = 10000;  // there is no pause instruction, a look costs about 1 ns
#else
  static constexpr int kSpins = 400;
#endif

  void work(std::uint32_t my_round) noexcept {
    const Call my_call = call.load(std::memory_order_relaxed);
    void* const my_context = context.load(std::memory_order_relaxed);
    const std::uint32_t my_chunks = chunks.load(std::memory_order_relaxed);
    std::uint64_t seen = tickets.load(std::memory_order_acquire);
    for (;;) {
      const auto open = static_cast<std::uint32_t>(seen);
      if (static_cast<std::uint32_t>(seen >> 32) != my_round || open == 0) return;
      if (!tickets.compare_exchange_weak(seen, tickets_of(my_round, open - 1), std::memory_order_acq_rel))
        continue;
      my_call(my_context, static_cast<int>(my_chunks - open));
      if (unfinished.fetch_sub(1) == 1 && caller_sleeps.load() != 0) wake_all(unfinished);
      seen = tickets.load(std::memory_order_acquire);
    }
  }

  // The next round that is not `done`.
  std::uint32_t next_round(std::uint32_t done) noexcept {
    for (int spin = 0; spin < kSpins; ++spin) {
      const std::uint32_t now = round.load(std::memory_order_acquire);
      if (now != done) return now;
      spin_pause();
    }
    // Sequentially consistent with run_erased: either it sees this sleeper, or the wait sees its round.
    sleepers.fetch_add(1);
    std::uint32_t now = round.load();
    while (now == done) {
      wait_while(round, done);
      now = round.load();
    }
    sleepers.fetch_sub(1);
    return now;
  }

  static void* worker_main(void* self) noexcept {
    auto& shared = *static_cast<Shared*>(self);
    shared.started.fetch_add(1);
    t_inside_chunk = true;  // a worker does nothing but chunks
    std::uint32_t done = 0;
    for (;;) {
      done = shared.next_round(done);
      if (shared.stop.load()) return nullptr;
      shared.work(done);
    }
  }
};

Pool::Pool(int threads) noexcept {
  const int wanted = std::clamp(threads, 1, kMaxThreads) - 1;
  if (wanted == 0) return;
  shared_.reset(new (std::nothrow) Shared);
  if (!shared_) return;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
#if defined(__EMSCRIPTEN__)
  constexpr std::size_t kStackBytes = 256 * 1024;  // Emscripten's 64 kB leave little beside gemm's panels
  pthread_attr_setstacksize(&attributes, kStackBytes);
#endif
  while (shared_->worker_count < wanted &&
         pthread_create(&shared_->workers[shared_->worker_count], &attributes, Shared::worker_main,
                        shared_.get()) == 0) {
    ++shared_->worker_count;
  }
  pthread_attr_destroy(&attributes);
  threads_ = 1 + shared_->worker_count;
}

Pool::~Pool() {
  if (!shared_) return;
  assert(!t_inside_chunk);
  shared_->stop.store(true);
  shared_->round.fetch_add(1);
  wake_all(shared_->round);
#if defined(__EMSCRIPTEN__)
  // A thread beyond the page's pool of workers starts only when this thread is idle again: joining it would
  // wait for ever. It finds `stop` when it comes; until then it needs this memory.
  if (shared_->started.load() < shared_->worker_count) {
    for (int i = 0; i < shared_->worker_count; ++i) pthread_detach(shared_->workers[i]);
    (void)shared_.release();
    return;
  }
#endif
  for (int i = 0; i < shared_->worker_count; ++i) pthread_join(shared_->workers[i], nullptr);
}

void Pool::run_erased(int chunks, Call call, void* context) noexcept {
  assert(chunks >= 0);
  if (threads_ == 1 || chunks <= 1 || t_inside_chunk) {
    const bool was_inside = t_inside_chunk;
    t_inside_chunk = t_inside_chunk || chunks > 1;
    for (int chunk = 0; chunk < chunks; ++chunk) call(context, chunk);
    t_inside_chunk = was_inside;
    return;
  }
  Shared& shared = *shared_;
  const std::uint32_t round = shared.round.load(std::memory_order_relaxed) + 1;
  shared.call.store(call, std::memory_order_relaxed);
  shared.context.store(context, std::memory_order_relaxed);
  shared.chunks.store(static_cast<std::uint32_t>(chunks), std::memory_order_relaxed);
  shared.unfinished.store(static_cast<std::uint32_t>(chunks), std::memory_order_relaxed);
  shared.tickets.store(Shared::tickets_of(round, static_cast<std::uint32_t>(chunks)),
                       std::memory_order_release);
  shared.round.store(round);
  if (shared.sleepers.load() != 0) wake_all(shared.round);

  t_inside_chunk = true;
  shared.work(round);
  t_inside_chunk = false;

  for (int spin = 0; spin < Shared::kSpins; ++spin) {
    if (shared.unfinished.load(std::memory_order_acquire) == 0) return;
    spin_pause();
  }
  shared.caller_sleeps.store(1);
  for (std::uint32_t left = shared.unfinished.load(); left != 0; left = shared.unfinished.load()) {
    wait_while(shared.unfinished, left);
  }
  shared.caller_sleeps.store(0);
}

#else  // one thread: the same chunks, one after the other

struct Pool::Shared {};

Pool::Pool(int) noexcept {}
Pool::~Pool() = default;

void Pool::run_erased(int chunks, Call call, void* context) noexcept {
  assert(chunks >= 0);
  const bool was_inside = t_inside_chunk;
  t_inside_chunk = t_inside_chunk || chunks > 1;
  for (int chunk = 0; chunk < chunks; ++chunk) call(context, chunk);
  t_inside_chunk = was_inside;
}

#endif

}  // namespace nw::parallel
