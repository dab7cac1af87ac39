#include <doctest/doctest.h>

#include "pytorch/nets.hpp"
#include "pytorch/vectors/schedules.hpp"

using namespace nw::test;
using nw::model::ScheduleType;

TEST_CASE("pytorch, schedules: the rates of 60 steps are PyTorch's") {
  TorchRun run = torch_classes();
  run.spec.optimizer.learning_rate = 0.1;
  auto& schedule = run.spec.optimizer.schedule;
  SUBCASE("StepLR") {
    schedule.type = ScheduleType::step;
    schedule.steps = 17;
    schedule.gamma = 0.4;
    check_against_torch(kSchedulesVectors, "step", run);
  }
  SUBCASE("ExponentialLR") {
    schedule.type = ScheduleType::exponential;
    schedule.steps = 1;
    schedule.gamma = 0.96;
    check_against_torch(kSchedulesVectors, "exponential", run);
  }
  SUBCASE("CosineAnnealingLR") {
    schedule.type = ScheduleType::cosine;
    schedule.steps = 60;
    schedule.minimum = 0.1;  // eta_min 0.01
    check_against_torch(kSchedulesVectors, "cosine", run);
  }
  SUBCASE("OneCycleLR") {
    run.spec.optimizer.learning_rate = 0.4;
    schedule.type = ScheduleType::one_cycle;
    schedule.steps = 60;
    schedule.warmup_share = 0.3;
    schedule.div_factor = 20;
    schedule.final_div_factor = 100;
    check_against_torch(kSchedulesVectors, "one cycle", run);
  }
}
