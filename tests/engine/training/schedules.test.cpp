#include "training/schedules.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/hash.hpp"
#include "support/values.hpp"
#include "training/reference_optimizer.hpp"

using namespace nw::training;
using nw::model::OptimizerSpec;
using nw::model::ScheduleSpec;
using nw::model::ScheduleType;

namespace {

double factor(const ScheduleSpec& spec, std::uint64_t t) {
  return schedules()[static_cast<std::size_t>(spec.type)].factor(spec, t);
}

}  // namespace

TEST_CASE("schedules: the table is in the order of its enum") {
  REQUIRE(schedules().size() == 6);
  for (std::size_t i = 0; i < schedules().size(); ++i)
    CHECK(static_cast<std::size_t>(schedules()[i].type) == i);
}

TEST_CASE("schedules: agree with their formulas in double, for many lengths and steps") {
  for (const Schedule& schedule : schedules()) {
    CAPTURE(std::string(schedule.name));
    double worst = 0;
    for (const int steps : {1, 2, 3, 10, 97, 1000, 123457}) {
      for (const double gamma : {0.01, 0.1, 0.5, 0.999, 1.0, 1.5}) {
        ScheduleSpec spec{schedule.type, steps, gamma, 0.125};
        spec.warmup_share = gamma < 0.3 ? 0.25 : 0.5;
        spec.div_factor = 10;
        spec.final_div_factor = 1000;
        // Too short for OneCycleLR: it would divide by zero or start behind its top.
        if (schedule.type == ScheduleType::one_cycle && spec.warmup_share * steps <= 1.0) continue;
        for (std::uint64_t k = 0; k <= 60; ++k) {
          const std::uint64_t t = k < 20 ? k : k * std::uint64_t(steps) / 40;
          const double want = nw::test::reference_factor(spec, double(t));
          const bool power =
              schedule.type == ScheduleType::step || schedule.type == ScheduleType::exponential;
          const double scale = power ? want * (1 + std::fabs(std::log(gamma))) : 1.0;
          if (want < 1e-300 || want > 1e300) continue;
          worst = std::max(worst, std::fabs(factor(spec, t) - want) / scale);
        }
      }
    }
    CHECK(worst < 2e-7);
  }
}

TEST_CASE("schedules: the ends are exact") {
  const ScheduleSpec cosine{ScheduleType::cosine, 50, 0.1, 0.25};
  CHECK(factor(cosine, 0) == 1.0);
  for (const std::uint64_t t : {50u, 51u, 1000000u}) CHECK(factor(cosine, t) == 0.25);
  const ScheduleSpec warm_up{ScheduleType::warm_up, 4};
  CHECK(factor(warm_up, 0) == 0.25);
  CHECK(factor(warm_up, 3) == 1.0);
  CHECK(factor(warm_up, 400) == 1.0);
  const ScheduleSpec step{ScheduleType::step, 10, 0.5};
  CHECK(factor(step, 9) == 1.0);
  CHECK(factor(step, 10) == 0.5);
  CHECK(factor(step, 39) == 0.125);
  const ScheduleSpec exponential{ScheduleType::exponential, 10, 0.5};
  CHECK(factor(exponential, 30) == 0.125);
  ScheduleSpec cycle{ScheduleType::one_cycle, 100};
  cycle.warmup_share = 0.25;
  cycle.div_factor = 4;
  cycle.final_div_factor = 8;
  CHECK(factor(cycle, 0) == 0.25);
  CHECK(factor(cycle, 24) == 1.0);
  for (const std::uint64_t t : {99u, 100u, 1000000u}) CHECK(factor(cycle, t) == 1.0 / 32);
}

TEST_CASE("schedules: one cycle without room for one of its halves") {
  ScheduleSpec spec{ScheduleType::one_cycle, 10};
  spec.div_factor = 4;
  spec.final_div_factor = 8;
  spec.warmup_share = 0;  // nothing to warm up: down from the top
  CHECK(factor(spec, 0) == 1.0);
  CHECK(factor(spec, 9) == 1.0 / 32);
  spec.warmup_share = 1;  // nothing but warm-up: up to the top, and on
  CHECK(factor(spec, 0) == 0.25);
  CHECK(factor(spec, 9) == 1.0);
  CHECK(factor(spec, 1000) == 1.0);
  spec.steps = 1;
  for (const double share : {0.0, 0.5, 1.0}) {
    spec.warmup_share = share;
    CHECK(factor(spec, 0) == 1.0);
  }
}

TEST_CASE("schedules: the rate is the base rate times the factor, and stays a float") {
  OptimizerSpec spec;
  spec.learning_rate = 0.1;
  CHECK(scheduled_rate(spec, 12345) == 0.1);
  spec.schedule = {ScheduleType::step, 1, 0.5};
  CHECK(scheduled_rate(spec, 3) == 0.1 * 0.125);
  spec.schedule.gamma = 10;
  spec.learning_rate = 2;
  CHECK(scheduled_rate(spec, 100000) == nw::model::kMaxMagnitude);
  spec.learning_rate = 0;
  CHECK(scheduled_rate(spec, 100000) == 0);
}

#ifndef __wasm_relaxed_simd__
TEST_CASE("schedules: the same bits everywhere") {
  nw::core::Hash hash;
  for (const Schedule& schedule : schedules()) {
    const ScheduleSpec spec{schedule.type, 777, 0.3, 0.1};
    for (std::uint64_t t = 0; t < 2000; ++t) hash.add_double(schedule.factor(spec, t));
  }
  CHECK(nw::test::hex(hash.value()) == "407322497e88def5");
}
#endif
