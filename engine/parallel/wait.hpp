#pragma once

#include <atomic>
#include <cstdint>

namespace nw::parallel {

using WaitWord = std::atomic<std::uint32_t>;

// Sleep until a word changes, and wake those who sleep on it. As wasm by the machine's own instructions:
// std::atomic::wait of Emscripten 3.1.69 polls with sleeps (measured: 3 ms to wake after 1 ms idle, against
// 14 to 40 us).

/// Returns when `word` no longer holds `seen`, or for no reason at all: the caller looks again.
inline void wait_while(WaitWord& word, std::uint32_t seen) noexcept {
#if defined(__EMSCRIPTEN__)
#if defined(__EMSCRIPTEN_PTHREADS__)
  constexpr long long kForever = -1;
  __builtin_wasm_memory_atomic_wait32(reinterpret_cast<std::int32_t*>(&word), static_cast<std::int32_t>(seen),
                                      kForever);
#endif
#else
  word.wait(seen);
#endif
}

/// Wakes all who wait on `word`.
inline void wake_all(WaitWord& word) noexcept {
#if defined(__EMSCRIPTEN__)
#if defined(__EMSCRIPTEN_PTHREADS__)
  constexpr unsigned kAll = ~0u;
  __builtin_wasm_memory_atomic_notify(reinterpret_cast<std::int32_t*>(&word), kAll);
#endif
#else
  word.notify_all();
#endif
}

/// A short pause inside a loop that looks at a word again and again.
inline void spin_pause() noexcept {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace nw::parallel
