#pragma once

#include <memory>
#include <type_traits>

// 1 when threads are compiled in. CMake sets it; this is what it sets.
#ifndef NW_THREADS
#if defined(__EMSCRIPTEN__) && !defined(__EMSCRIPTEN_PTHREADS__)
#define NW_THREADS 0
#else
#define NW_THREADS 1
#endif
#endif

namespace nw::parallel {

inline constexpr int kMaxThreads = 8;  // DESIGN.md, section 2: cores - 1, at least 1, at most 8

/// Threads that share out numbered chunks of work. The calling thread works too.
///
/// Which thread does which chunk is left to chance; what a chunk is must depend on shapes alone. Then results
/// have the same bits at every number of threads.
///
/// Needs    threads in 1 ... kMaxThreads, counting the caller; others are brought into that range. One thread
///          at a time calls run. As wasm: not the main thread of a page (it may not wait), and a pthread pool
///          of threads - 1.
/// Cost     threads are started here and sleep when idle; a run costs microseconds when they are still awake,
///          10 to 40 when they must be woken. No allocation after the constructor.
/// Tests    tests/engine/parallel/pool.test.cpp
class Pool {
 public:
  explicit Pool(int threads) noexcept;
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// How many work, the caller included. Fewer than asked for when the system gave no more; 1 in builds
  /// without threads.
  int threads() const noexcept { return threads_; }

  /// Calls work(chunk) once for every chunk in [0, chunks), in any order, on any thread, and returns when all
  /// are done.
  ///
  /// What chunks wrote can be read afterwards. Called from within a chunk (of any pool), it runs the chunks
  /// right there, one after the other: so whoever spreads runs over threads need not care that a kernel would
  /// like to do the same.
  template <class Work>
  void run(int chunks, Work&& work) noexcept {
    using Target = std::remove_reference_t<Work>;
    run_erased(
        chunks, [](void* context, int chunk) { (*static_cast<Target*>(context))(chunk); },
        const_cast<void*>(static_cast<const void*>(&work)));
  }

  /// True while the calling thread is inside a chunk, so that run() would work serially.
  static bool inside_chunk() noexcept;

 private:
  using Call = void (*)(void* context, int chunk);
  struct Shared;

  void run_erased(int chunks, Call call, void* context) noexcept;

  std::unique_ptr<Shared> shared_;
  int threads_ = 1;
};

}  // namespace nw::parallel
