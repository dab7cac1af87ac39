#include "parallel/pool.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "support/values.hpp"

using nw::parallel::kMaxThreads;
using nw::parallel::Pool;

TEST_CASE("Pool: every chunk once, whatever the numbers of threads and chunks") {
  for (int threads : nw::test::kThreadCounts) {
    Pool pool(threads);
    for (int chunks : {0, 1, 2, 3, 7, 8, 9, 100}) {
      CAPTURE(threads);
      CAPTURE(chunks);
      std::vector<std::atomic<int>> calls(static_cast<std::size_t>(chunks));
      pool.run(chunks, [&](int chunk) { calls[static_cast<std::size_t>(chunk)].fetch_add(1); });
      bool once = true;
      for (const auto& count : calls) once = once && count.load() == 1;
      CHECK(once);
    }
  }
}

TEST_CASE(
    "Pool: run after run after run, without a pause, nothing is lost and everything written can be read") {
  for (int threads : nw::test::kThreadCounts) {
    Pool pool(threads);
    std::vector<std::uint64_t> squares(64);  // plain memory: the thread sanitizer watches the hand-over
    bool right = true;
    for (std::uint64_t round = 0; round < 2000; ++round) {
      const int chunks = 1 + static_cast<int>(round % squares.size());
      pool.run(chunks, [&](int chunk) {
        const auto i = static_cast<std::uint64_t>(chunk);
        squares[i] = i * i + round;
      });
      for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(chunks); ++i)
        right = right && squares[i] == i * i + round;
    }
    CAPTURE(threads);
    CHECK(right);
  }
}

TEST_CASE("Pool: wakes from sleep") {
  Pool pool(3);
  for (int round = 0; round < 3; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));  // much longer than threads spin
    std::atomic<int> done{0};
    pool.run(6, [&](int) { done.fetch_add(1); });
    CHECK(done.load() == 6);
  }
}

#if NW_THREADS
TEST_CASE("Pool: the threads are really there: as many chunks are in progress at one time") {
  for (int threads : nw::test::kThreadCounts) {
    Pool pool(threads);
    REQUIRE(pool.threads() == threads);
    std::atomic<int> arrived{0};
    std::atomic<bool> late{false};
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds(60);  // the machine may be busy
    pool.run(threads, [&](int) {
      arrived.fetch_add(1);
      while (arrived.load() < threads && !late.load()) {
        // Sleeping leaves the processor to those threads that have yet to start.
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        if (std::chrono::steady_clock::now() > deadline) late.store(true);
      }
    });
    CAPTURE(threads);
    CHECK(!late.load());
  }
}

TEST_CASE("Pool: the caller waits for a chunk that takes its time") {
  Pool pool(2);
  std::vector<int> finished(2);
  pool.run(2, [&](int chunk) {
    // Whoever is a worker is slow, so that the caller has to sleep for it.
    if (chunk == 1) std::this_thread::sleep_for(std::chrono::milliseconds(30));
    finished[static_cast<std::size_t>(chunk)] = 1;
  });
  CHECK(finished == std::vector<int>{1, 1});
}
#endif

TEST_CASE("Pool: one asked for from within a chunk works serially, in order, on that thread") {
  Pool pool(4);
  std::atomic<bool> in_order{true}, stayed{true}, knew{true};
  pool.run(8, [&](int) {
    const auto here = std::this_thread::get_id();
    int next = 0;
    if (!Pool::inside_chunk()) knew.store(false);
    pool.run(5, [&](int inner) {
      if (inner != next++) in_order.store(false);
      if (std::this_thread::get_id() != here) stayed.store(false);
    });
    if (next != 5) in_order.store(false);
  });
  CHECK(in_order.load());
  CHECK(stayed.load());
  CHECK(knew.load());
  CHECK(!Pool::inside_chunk());
}

TEST_CASE("Pool: a single chunk is no reason to forbid threads inside it") {
  Pool pool(2);
  pool.run(1, [&](int) { CHECK(!Pool::inside_chunk()); });
}

TEST_CASE("Pool: any number asked for gives a pool that works") {
  CHECK(Pool(0).threads() == 1);
  CHECK(Pool(-5).threads() == 1);
  CHECK(Pool(1).threads() == 1);
  CHECK(Pool(1000).threads() <= kMaxThreads);
}

TEST_CASE("Pool: can be ended at any time, used or not, and more of them than there are threads still work") {
  for (int round = 0; round < 20; ++round) {
    Pool unused(3);
    Pool used(3);
    std::atomic<int> done{0};
    used.run(4, [&](int) { done.fetch_add(1); });
    CHECK(done.load() == 4);
  }
  auto many = std::make_unique<Pool>(8);
  auto more = std::make_unique<Pool>(8);
  std::atomic<int> done{0};
  more->run(20, [&](int) { done.fetch_add(1); });
  many->run(20, [&](int) { done.fetch_add(1); });
  CHECK(done.load() == 40);
}
