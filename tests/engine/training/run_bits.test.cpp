#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "parallel/pool.hpp"
#include "training/engine.hpp"
#include "training/golden.hpp"
#include "training/golden_runs.hpp"
#include "training/numerics_version.hpp"

using namespace nw::test;

#ifndef __wasm_relaxed_simd__  // fused multiplication and addition gives other last bits; the processor
                               // chooses
TEST_CASE("run: the weights after training have the golden bits") {
  static_assert(kGoldenNumericsVersion == nw::training::kNumericsVersion);
  for (const Golden& golden : kGolden) {
    const GoldenRun given = golden_run(golden.name);
#ifndef NDEBUG
    if (std::string(golden.name) == "wide") continue;  // 13 s with sanitizers; release builds check it
#endif
    const RunPointer run = make_run(given.spec, given.data);
    train(*run, given.steps);
    CAPTURE(std::string(golden.name));
    CHECK(hash_of(*run) == std::string(golden.hash));
  }
}
#endif

TEST_CASE("run: the same bits on 1, 2, 3, 4 and 8 threads") {
  for (const Golden& golden : kGolden) {
    GoldenRun given = golden_run(golden.name);
#ifndef NDEBUG
    given.steps = 20;  // sanitizers are slow; what they look for is there in the first step
#endif
    const RunPointer alone = make_run(given.spec, given.data);
    train(*alone, given.steps);
    for (const int threads : kThreadCounts) {
      nw::parallel::Pool pool(threads);
      const RunPointer run = make_run(given.spec, given.data);
      train(*run, given.steps, &pool);
      CAPTURE(std::string(golden.name));
      CAPTURE(threads);
      CHECK(hash_of(*run) == hash_of(*alone));
    }
  }
  const GoldenRun wide = golden_run("wide");
  CHECK(nw::training::Engine::is_large(
      *make_run(wide.spec, wide.data)));  // else the pool would not have been tested
}

TEST_CASE("run: slices do not change bits") {
  const GoldenRun given = golden_run("rich");
  const RunPointer whole = make_run(given.spec, given.data), sliced = make_run(given.spec, given.data);
  train(*whole, 200);
  for (std::uint64_t left = 200, slice = 1; left > 0;
       left -= slice, slice = std::min<std::uint64_t>(slice + 3, left))
    train(*sliced, slice);
  CHECK(sliced->state().position == whole->state().position);
  CHECK(hash_of(*sliced) == hash_of(*whole));
}

TEST_CASE("run: evaluation and prediction do not disturb training") {
  const GoldenRun given = golden_run("rich");
  const RunPointer quiet = make_run(given.spec, given.data), watched = make_run(given.spec, given.data);
  std::vector<float> outputs(3);
  for (int i = 0; i < 50; ++i) {
    train(*quiet, 1);
    train(*watched, 1);
    watched->evaluate_train(nullptr);
    watched->evaluate_test(nullptr);
    watched->predict(std::vector<float>{1, 2, 3, 4, 5}, outputs, nullptr);
    CHECK(watched->hash() == quiet->hash());
  }
}

TEST_CASE("run: another seed gives other weights and another order") {
  auto spec = rich_spec();
  const DataPointer data = rich_data();
  const RunPointer first = make_run(spec, data);
  spec.seed = 8;
  const RunPointer second = make_run(spec, data);
  CHECK(first->hash() != second->hash());
  train(*first, 5);  // within the first epoch, whose order it must forget
  first->reseed(8);
  CHECK(first->hash() == second->hash());
  train(*first, 30);
  train(*second, 30);
  CHECK(first->hash() == second->hash());
}
