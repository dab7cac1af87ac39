#include "training/engine.hpp"

#include <doctest/doctest.h>

#include <string>

#include "training/golden.hpp"
#include "training/golden_runs.hpp"

using namespace nw::test;
using nw::core::Errc;
using nw::training::Engine;

namespace {

int add(Engine& engine, const GoldenRun& given) {
  nw::data::Table table{given.data->inputs(),  given.data->targets(),        given.data->rows(),
                        given.data->columns(), given.data->target_columns(), given.data->classes()};
  auto data = nw::data::Dataset::make(table, nw::data::Scaling::none, {});
  REQUIRE(data.ok());
  const auto run = engine.add_run(given.spec, engine.add_dataset(std::move(data).value()));
  REQUIRE(run.ok());
  return *run;
}

}  // namespace

TEST_CASE("engine: many runs at once have the bits that each has alone, on any number of threads") {
  constexpr std::uint64_t kSlice = 12, kSlices = 2;
  std::vector<GoldenRun> runs;
  std::vector<std::string> alone;
  for (const Golden& golden : kGolden) {
    for (std::uint64_t seed : {1u, 2u}) {  // more runs than threads
      runs.push_back(golden_run(golden.name));
      runs.back().spec.seed = seed;
      const RunPointer single = make_run(runs.back().spec, runs.back().data);
      train(*single, kSlice * kSlices);
      alone.push_back(hash_of(*single));
    }
  }
  for (const int threads : kThreadCounts) {
    Engine engine(threads);
    std::vector<Engine::Share> shares;
    for (const GoldenRun& given : runs) shares.push_back({*engine.run(add(engine, given)), kSlice});
    for (std::uint64_t slice = 0; slice < kSlices; ++slice) {
      engine.advance(shares, 0);
      for (const auto& share : shares) CHECK(share.steps == kSlice);
    }
    for (std::size_t i = 0; i < shares.size(); ++i) {
      CAPTURE(threads);
      CAPTURE(i);
      CHECK(hash_of(*shares[i].run) == alone[i]);
    }
  }
}

TEST_CASE("engine: a slice of time ends about when it should, and every run gets its part") {
  Engine engine(2);
  std::vector<Engine::Share> shares;
  for (const char* name : {"circle", "rich", "spiral", "wide"}) {
    shares.push_back({*engine.run(add(engine, golden_run(name))), 1000000000});
  }
  const double start = nw::training::now_ms();
  engine.advance(shares, 30.0);
  const double taken = nw::training::now_ms() - start;
  CHECK(taken >= 15.0);
  CHECK(taken < 3000.0);  // the machine may be busy; without the clock it would be hours
  for (const auto& share : shares) CHECK(share.steps >= 1);
}

TEST_CASE("engine: numbers that are none are refused; a data set outlives its removal in its runs") {
  Engine engine(1);
  const auto refused = [](const auto& result, Errc code) {
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().code == code);
    CHECK(result.error().actual == 99);
  };
  refused(engine.run(99), Errc::unknown_run);
  refused(engine.remove_run(99), Errc::unknown_run);
  refused(engine.dataset(99), Errc::unknown_dataset);
  refused(engine.remove_dataset(99), Errc::unknown_dataset);
  refused(engine.add_run(circle_spec(), 99), Errc::unknown_dataset);

  const int run = add(engine, golden_run("circle"));
  REQUIRE(engine.remove_dataset(run - 1).ok());
  train(**engine.run(run), 200);
  const GoldenRun given = golden_run("circle");
  const RunPointer alone = make_run(given.spec, given.data);
  train(*alone, 200);
  CHECK(hash_of(**engine.run(run)) == hash_of(*alone));
  REQUIRE(engine.remove_run(run).ok());
  CHECK_FALSE(engine.run(run).ok());
}

TEST_CASE("engine: a network that does not fit is refused with its bytes, and nothing is left behind") {
  Engine engine(1);
  auto data = nw::data::generate({&nw::data::generators()[0], 100, 0.0, 1, {}});
  REQUIRE(data.ok());
  const int dataset = engine.add_dataset(std::move(data).value());
  // The parameters alone would fit; gradients, kept states and Adam's memory do not.
  auto spec =
      make_spec(2, {12000, 12000, 1}, Activation::relu, Activation::tanh, LossType::mean_squared_error);
  spec.optimizer.type = OptimizerType::adam;
  const auto run = engine.add_run(spec, dataset);
  REQUIRE_FALSE(run.ok());
  CHECK(run.error().code == Errc::network_too_large);
  CHECK(run.error().expected == nw::model::Network::kMaxBytes);
  CHECK(run.error().actual > 4 * 4 * 144e6);
  CHECK_FALSE(engine.run(dataset + 1).ok());
}
