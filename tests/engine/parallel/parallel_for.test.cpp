#include "parallel/parallel_for.hpp"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

using nw::parallel::chunk_count;
using nw::parallel::parallel_for;
using nw::parallel::Pool;

namespace {

using Range = std::pair<std::size_t, std::size_t>;

std::vector<Range> ranges(Pool* pool, std::size_t count, std::size_t grain) {
  std::vector<Range> seen(static_cast<std::size_t>(chunk_count(count, grain)), Range{1, 0});
  parallel_for(pool, count, grain,
               [&](std::size_t begin, std::size_t end) { seen[begin / grain] = {begin, end}; });
  return seen;
}

}  // namespace

TEST_CASE("parallel_for: chunks of grain items, the last one shorter, none for nothing") {
  CHECK(ranges(nullptr, 10, 4) == std::vector<Range>{{0, 4}, {4, 8}, {8, 10}});
  CHECK(ranges(nullptr, 8, 4) == std::vector<Range>{{0, 4}, {4, 8}});
  CHECK(ranges(nullptr, 3, 4) == std::vector<Range>{{0, 3}});
  CHECK(ranges(nullptr, 0, 4).empty());
}

TEST_CASE("parallel_for: the same chunks at every number of threads") {
  for (int threads : {2, 3, 8}) {
    Pool pool(threads);
    for (std::size_t count : {0u, 1u, 7u, 64u, 1001u}) {
      for (std::size_t grain : {1u, 3u, 64u, 5000u})
        CHECK(ranges(&pool, count, grain) == ranges(nullptr, count, grain));
    }
  }
}
