#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "parallel/pool.hpp"

namespace nw::parallel {

/// How many chunks parallel_for makes of `count` items.
constexpr int chunk_count(std::size_t count, std::size_t grain) noexcept {
  return static_cast<int>((count + grain - 1) / grain);
}

/// Calls work(begin, end) for [0, grain), [grain, 2*grain) and so on up to count.
///
/// Needs    grain >= 1 (asserted); choose it so that a chunk is worth waking a thread for (100 kFLOP and
///          more).
/// Threads  pool may be nullptr: then everything happens here, in order. The chunks are the same either way,
///          so a reduction that keeps one partial result a chunk has the same bits at every number of
///          threads.
/// Tests    tests/engine/parallel/parallel_for.test.cpp
template <class Work>
void parallel_for(Pool* pool, std::size_t count, std::size_t grain, Work&& work) noexcept {
  assert(grain >= 1);
  const int chunks = chunk_count(count, grain);
  auto do_chunk = [&](int chunk) {
    const std::size_t begin = static_cast<std::size_t>(chunk) * grain;
    work(begin, std::min(begin + grain, count));
  };
  if (pool == nullptr || pool->threads() == 1 || chunks <= 1) {
    for (int chunk = 0; chunk < chunks; ++chunk) do_chunk(chunk);
  } else {
    pool->run(chunks, do_chunk);
  }
}

}  // namespace nw::parallel
