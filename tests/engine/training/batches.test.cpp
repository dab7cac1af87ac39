#include "training/batches.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "training/make_run.hpp"

using namespace nw::test;
using nw::training::Batches;
using nw::training::Position;

namespace {

/// Rows of which four in five train; input and target both tell the row.
DataPointer numbered(int count = 10) {
  std::vector<float> inputs, targets;
  for (int row = 0; row < count; ++row) {
    inputs.push_back(float(row));
    inputs.push_back(float(row) + 0.5f);
    targets.push_back(float(row) * 10);
  }
  auto made = nw::data::Dataset::make({inputs, targets, count, 2, 1, 0}, nw::data::Scaling::none, {});
  REQUIRE(made.ok());
  return std::make_shared<const nw::data::Dataset>(std::move(made).value());
}

Batches batches(int capacity, int count = 10) {
  auto made = Batches::make(numbered(count), {nw::model::TargetEncoding::Kind::numbers, 1});
  REQUIRE(made.ok());
  REQUIRE(made->reserve(capacity).ok());
  return std::move(made).value();
}

std::vector<int> epoch_rows(Batches& source, std::uint64_t seed, std::uint64_t epoch, int size) {
  std::vector<int> rows;
  for (int row = 0; row < source.rows(); row += size) {
    const auto batch = source.take(seed, Position{0, epoch, row}, size, nullptr);
    CHECK(batch.size == std::min(size, source.rows() - row));
    for (int i = 0; i < batch.size; ++i) {
      rows.push_back(int(batch.inputs[2 * i]));
      CHECK(batch.inputs[2 * i + 1] == batch.inputs[2 * i] + 0.5f);
      CHECK(batch.targets[i] == batch.inputs[2 * i] * 10);
    }
  }
  return rows;
}

}  // namespace

TEST_CASE("batches: an epoch has every training row once, with its target, whatever the batch size") {
  for (int size = 1; size <= 8; ++size) {
    Batches source = batches(size);
    const auto rows = epoch_rows(source, 1, 0, size);
    CHECK(std::set<int>(rows.begin(), rows.end()) == std::set<int>{0, 1, 2, 3, 5, 6, 7, 8});
    CHECK(rows.size() == 8);
  }
}

TEST_CASE("batches: a batch of many rows is gathered in chunks") {
  constexpr int kRows = 40'000;
  Batches source = batches(kRows, kRows);
  const auto rows = epoch_rows(source, 1, 0, kRows);
  CHECK(std::set<int>(rows.begin(), rows.end()).size() == kRows * 4 / 5);
}

TEST_CASE("batches: the order follows from seed and epoch alone, not from what was taken before") {
  Batches source = batches(8), other = batches(3);
  const auto first = epoch_rows(source, 1, 0, 8), second = epoch_rows(source, 1, 1, 8);
  CHECK(first != second);
  CHECK(epoch_rows(other, 1, 1, 3) == second);
  CHECK(epoch_rows(source, 1, 0, 8) == first);
  source.forget_order();
  CHECK(epoch_rows(source, 2, 0, 8) != first);
}
