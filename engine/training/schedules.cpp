#include "training/schedules.hpp"

#include <algorithm>

#include "simd/math.hpp"
#include "training/optimizers.hpp"

namespace nw::training {
namespace {

using model::ScheduleSpec;
using model::ScheduleType;

/// From 1 at share 0 to 0 at share 1, on half a cosine.
double half_cosine(double share) noexcept {
  constexpr double kPi = 3.14159265358979323846;
  return 0.5 * (1.0 + static_cast<double>(simd::cos1(static_cast<float>(kPi * share))));
}

double constant_factor(const ScheduleSpec&, std::uint64_t) noexcept { return 1.0; }

double step_factor(const ScheduleSpec& spec, std::uint64_t t) noexcept {
  return whole_power(spec.gamma, t / static_cast<std::uint64_t>(spec.steps));
}

double exponential_factor(const ScheduleSpec& spec, std::uint64_t t) noexcept {
  const auto steps = static_cast<std::uint64_t>(spec.steps);
  const double whole = whole_power(spec.gamma, t / steps);
  if (t % steps == 0) return whole;
  const double share = static_cast<double>(t % steps) / spec.steps;
  const double exponent = share * static_cast<double>(simd::log1(static_cast<float>(spec.gamma)));
  return whole * static_cast<double>(simd::exp1(static_cast<float>(exponent)));
}

double cosine_factor(const ScheduleSpec& spec, std::uint64_t t) noexcept {
  const double share = std::min(1.0, static_cast<double>(t) / spec.steps);
  return spec.minimum + (1.0 - spec.minimum) * half_cosine(share);
}

double one_cycle_factor(const ScheduleSpec& spec, std::uint64_t t) noexcept {
  const double start = 1.0 / spec.div_factor, end = start / spec.final_div_factor;
  const double last = spec.steps - 1.0, at = std::min(static_cast<double>(t), last);
  // As in PyTorch the top is one step early. Without any step of warm-up the course starts there.
  const double top = std::max(0.0, spec.warmup_share * spec.steps - 1.0);
  if (at < top) return 1.0 + (start - 1.0) * half_cosine(at / top);
  if (top >= last) return 1.0;  // all of it is warm-up: the rate stays where that ends
  return end + (1.0 - end) * half_cosine((at - top) / (last - top));
}

double warm_up_factor(const ScheduleSpec& spec, std::uint64_t t) noexcept {
  return std::min(1.0, (static_cast<double>(t) + 1.0) / spec.steps);
}

constexpr Schedule kSchedules[] = {
    {ScheduleType::constant, "constant", constant_factor},
    {ScheduleType::step, "step", step_factor},
    {ScheduleType::exponential, "exponential", exponential_factor},
    {ScheduleType::cosine, "cosine", cosine_factor},
    {ScheduleType::one_cycle, "oneCycle", one_cycle_factor},
    {ScheduleType::warm_up, "warmUp", warm_up_factor},
};

}  // namespace

std::span<const Schedule> schedules() noexcept { return kSchedules; }

double scheduled_rate(const model::OptimizerSpec& spec, std::uint64_t t) noexcept {
  const Schedule& schedule = kSchedules[static_cast<std::size_t>(spec.schedule.type)];
  // A gamma above 1 grows without end; what is no float any more trains nothing.
  const double factor = std::min(schedule.factor(spec.schedule, t), model::kMaxMagnitude);
  return std::min(spec.learning_rate * factor, model::kMaxMagnitude);
}

}  // namespace nw::training
