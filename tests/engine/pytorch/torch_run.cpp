#include "pytorch/torch_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "pytorch/vectors.hpp"
#include "pytorch/vectors/data.hpp"
#include "pytorch/vectors/start.hpp"
#include "training/make_run.hpp"

namespace nw::test {
namespace {

constexpr std::uint64_t kLossEvery = 10;  // LOSS_EVERY of make_vectors.py

/// All rows train.
DataPointer make_data(const std::string& name) {
  const Block block = read_block(kDataVectors, name);
  const auto inputs = floats(block.at("inputs")), targets = floats(block.at("targets"));
  const int classes = name == "numbers" ? 0 : name == "two" ? 2 : 3;
  const auto rows = std::int64_t(classes > 0 ? targets.size() : targets.size() / 3);
  auto made = data::Dataset::make(
      {inputs, targets, rows, std::int64_t(inputs.size()) / rows, classes > 0 ? 1 : 3, classes},
      data::Scaling::none, {data::SplitKind::none});
  REQUIRE(made.ok());
  return std::make_shared<const data::Dataset>(std::move(made).value());
}

void set_parameters(training::Run& run, const Block& values) {
  REQUIRE(run.network().parameters().size() == values.size());
  for (const auto& [name, numbers] : values) {
    CAPTURE(name);
    const int index = run.network().find_parameter(name);
    REQUIRE(index >= 0);
    auto memory = core::AlignedBuffer<float>::make(numbers.size());
    REQUIRE(memory.ok());
    training::SetParameter command{index, std::move(memory).value()};
    std::copy(numbers.begin(), numbers.end(), command.values.data());
    REQUIRE(run.command(std::move(command)).ok());
  }
}

/// The largest distance of two arrays; infinite when their sizes differ or a number is not finite.
double distance(std::span<const float> given, const std::vector<double>& wanted) {
  if (given.size() != wanted.size()) return kInf;
  double worst = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const double difference = std::fabs(double(given[i]) - wanted[i]);
    if (!std::isfinite(difference)) return kInf;
    worst = std::max(worst, difference);
  }
  return worst;
}

}  // namespace

void check_against_torch(const char* vectors, const std::string& title, TorchRun torch) {
  CAPTURE(title);
  Block wanted = read_block(vectors, title);
  const DataPointer data = make_data(torch.data);
  torch.spec.batch_size = data->rows();
  const RunPointer run = make_run(torch.spec, data);
  set_parameters(*run, read_block(kStartVectors, torch.net));

  std::uint64_t steps = 0;
  for (const double loss : wanted["losses"]) {
    train(*run, 1);
    CAPTURE(steps);
    CHECK(std::fabs(run->state().batch_loss - loss) < kTorchTolerance);
    train(*run, kLossEvery - 1);
    steps += kLossEvery;
  }
  REQUIRE(steps >= 50);
  REQUIRE(wanted.size() == 1 + run->network().parameters().size());

  for (int index = 0; index < int(run->network().parameters().size()); ++index) {
    const std::string& name = run->network().parameters()[std::size_t(index)].info->name;
    CAPTURE(name);
    CHECK(distance(run->parameter(index), wanted[name]) < kTorchTolerance);
  }
}

}  // namespace nw::test
