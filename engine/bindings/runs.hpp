#pragma once

#include <emscripten/val.h>

#include <memory>
#include <string>

#include "bindings/results.hpp"
#include "training/engine.hpp"

namespace nw::bindings {

// What the tables of calls share about runs.

/// Made by engineInit, before anything else is called (table.cpp).
extern std::unique_ptr<training::Engine> engine;

/// Calls `work(run)` when there is such a run.
template <class Work>
emscripten::val with_run(int id, Work work) {
  const auto found = engine->run(id);
  return found ? work(**found) : to_js(found.error());
}

/// The rows of one side of the split, by its name. Errors bad_option.
inline core::Result<std::span<const std::int32_t>> rows_of(const training::Run& run,
                                                           const std::string& split) {
  if (split == "train") return run.dataset().train_rows();
  if (split == "test") return run.dataset().test_rows();
  return core::Error{core::Errc::bad_option, "split"};
}

/// `accuracy` below 0 and `r2` NaN: there is none.
inline void set_evaluation(ObjectWriter& result, const training::Evaluation& found) {
  result.number("rows", found.rows);
  result.number("loss", found.loss());
  result.number("dataLoss", found.data_loss);
  result.number("penalty", found.penalty);
  result.number("accuracy", found.accuracy);
  result.number("r2", found.r2);
}

}  // namespace nw::bindings
