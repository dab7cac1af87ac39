#include "data/dataset.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/hash.hpp"

namespace nw::data {
namespace {

using core::Errc;
using core::Error;
using core::Result;
using core::Status;

constexpr std::int64_t kMaxRows = std::int64_t{1} << 27;
constexpr std::int64_t kMaxColumns = std::int64_t{1} << 20;
constexpr std::int64_t kMaxClasses = 65536;
constexpr std::int64_t kMaxFloats = std::int64_t{1}
                                    << 28;  // 1 GB: what the largest wasm memory could ever hold

Status check_size(const char* field, std::int64_t size, std::int64_t smallest,
                  std::int64_t largest) noexcept {
  if (size < smallest) return Error{Errc::bad_data, field, double(smallest), double(size)};
  if (size > largest) return Error{Errc::bad_data, field, double(largest), double(size)};
  return {};
}

Status check_sizes(const OwnedTable& table) noexcept {
  if (Status s = check_size("rows", table.rows, 1, kMaxRows); !s) return s;
  if (Status s = check_size("columns", table.columns, 1, kMaxColumns); !s) return s;
  if (Status s = check_size("targetColumns", table.target_columns, 1, table.classes > 0 ? 1 : kMaxColumns);
      !s)
    return s;
  if (Status s = check_size("classes", table.classes, 0, kMaxClasses); !s) return s;
  if (table.classes == 1) return Error{Errc::one_class, "classes", 2, 1};
  const std::int64_t inputs = table.rows * table.columns, targets = table.rows * table.target_columns;
  if (Status s = check_size("inputs", inputs, 1, kMaxFloats); !s) return s;
  if (Status s = check_size("targets", targets, 1, kMaxFloats); !s) return s;
  if (std::int64_t(table.inputs.size()) != inputs) {
    return Error{Errc::bad_data, "inputs", double(inputs), double(table.inputs.size())};
  }
  if (std::int64_t(table.targets.size()) != targets) {
    return Error{Errc::bad_data, "targets", double(targets), double(table.targets.size())};
  }
  return {};
}

Status check_finite(const char* field, std::span<const float> values) noexcept {
  for (const float value : values) {
    if (!std::isfinite(value)) return Error{Errc::bad_data, field, 0, value};
  }
  return {};
}

Status check_classes(std::span<const float> targets, std::int64_t classes) noexcept {
  bool several = false;
  for (const float target : targets) {
    const bool is_class = target >= 0.0f && target < float(classes) && target == std::floor(target);
    if (!is_class) return Error{Errc::bad_data, "targets", double(classes - 1), target};
    several = several || target != targets[0];
  }
  if (!several) return Error{Errc::one_class, "targets", 2, 1};
  return {};
}

Result<core::AlignedBuffer<float>> copy(std::span<const float> values, const char* field) noexcept {
  auto buffer = core::AlignedBuffer<float>::make(values.size(), field);
  if (buffer) std::copy(values.begin(), values.end(), buffer->data());
  return buffer;
}

void add_rows(core::Hash& hash, std::span<const std::int32_t> rows) noexcept {
  hash.add_u64(rows.size());
  for (const std::int32_t row : rows) hash.add_u32(static_cast<std::uint32_t>(row));
}

}  // namespace

Result<Dataset> Dataset::make(const Table& table, Scaling scaling, const SplitSpec& split) noexcept {
  auto inputs = copy(table.inputs, "inputs");
  if (!inputs) return inputs.error();
  auto targets = copy(table.targets, "targets");
  if (!targets) return targets.error();
  return make(OwnedTable{std::move(inputs).value(), std::move(targets).value(), table.rows, table.columns,
                         table.target_columns, table.classes},
              scaling, split);
}

Result<Dataset> Dataset::make(OwnedTable table, Scaling scaling, const SplitSpec& split) noexcept {
  if (Status s = check_sizes(table); !s) return s.error();
  if (Status s = check_finite("inputs", table.inputs.span()); !s) return s.error();
  if (Status s = check_finite("targets", table.targets.span()); !s) return s.error();
  if (table.classes > 0) {
    if (Status s = check_classes(table.targets.span(), table.classes); !s) return s.error();
  }

  Dataset made;
  made.rows_ = static_cast<int>(table.rows);
  made.columns_ = static_cast<int>(table.columns);
  made.target_columns_ = static_cast<int>(table.target_columns);
  made.classes_ = static_cast<int>(table.classes);

  auto rows = split_rows(made.rows_, split);
  if (!rows) return rows.error();
  made.split_ = std::move(rows).value();

  made.inputs_ = std::move(table.inputs);
  made.targets_ = std::move(table.targets);
  made.scaling_ = measure_columns(made.inputs_.span(), made.columns_, made.split_.train_rows, scaling);
  scale_rows(made.inputs_.span(), made.scaling_);

  core::Hash hash;
  hash.add_u64(std::uint64_t(made.rows_)).add_u64(std::uint64_t(made.columns_));
  hash.add_u64(std::uint64_t(made.target_columns_)).add_u64(std::uint64_t(made.classes_));
  hash.add_floats(made.inputs_.span()).add_floats(made.targets_.span());
  add_rows(hash, made.split_.train_rows);
  add_rows(hash, made.split_.test_rows);
  made.fingerprint_ = hash.value();
  return made;
}

}  // namespace nw::data
