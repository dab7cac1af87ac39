#include "layers/dropout.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "support/layer_case.hpp"

using namespace nw::layers;
using namespace nw::test;
using nw::core::Errc;
using nw::core::Shape;
using Floats = LayerCase::Floats;

namespace {

LayerCase case_of(double rate, const Shape& shape = {10}, int batch = 20,
                  const std::string& name = "drop_1") {
  return LayerCase(Dropout::make(name, shape, rate), batch);
}

/// Which elements are dropped, as zeros among ones.
Floats mask_of(LayerCase c) {
  c.x.assign(c.x.size(), 1.0f);
  Floats y = c.output();
  for (float& value : y) value = value == 0.0f ? 0.0f : 1.0f;
  return y;
}

}  // namespace

TEST_CASE("Dropout: forward and backward, every thread count, with and without d_x") {
  check_layer(case_of(0.5));
  check_layer(case_of(0.2, {3, 5, 2}, 3));
  check_layer(case_of(0.0));
  check_threads(case_of(0.3, {40, 31}, 33));  // several chunks, a tail
}

TEST_CASE("Dropout: no chunk of a large batch has the mask of another") {
  const Floats mask = mask_of(case_of(0.5, {64}, 1024));
  for (std::size_t distance = 64; distance < mask.size(); distance *= 2) {
    std::size_t alike = 0;
    for (std::size_t i = distance; i < mask.size(); ++i) alike += mask[i] == mask[i - distance];
    const double n = double(mask.size() - distance);
    CAPTURE(distance);
    CHECK(std::fabs(double(alike) - n / 2) < 5 * std::sqrt(n / 4));
  }
}

TEST_CASE("Dropout: outside of training it is the identity, to the bit") {
  LayerCase c = case_of(0.7);
  c.context.training = false;
  const auto pass = c.backward();
  CHECK(same_bits_all(pass.y, c.x));
  CHECK(same_bits_all(pass.d_x, c.d_y));
}

TEST_CASE("Dropout: the share that is kept within 5 sigma, kept numbers scaled: the expectation stays") {
  for (const double rate : {0.1, 0.5, 0.9}) {
    const LayerCase c = case_of(rate, {1000}, 50);
    const Floats y = c.output();
    double kept = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (y[i] == 0.0f) continue;
      ++kept;
      CHECK(std::fabs(double(y[i]) * (1 - rate) - double(c.x[i])) < 3e-7);
    }
    const double n = double(y.size());
    CAPTURE(rate);
    CHECK(std::fabs(kept / n - (1 - rate)) < 5 * std::sqrt(rate * (1 - rate) / n));
  }
}

TEST_CASE("Dropout: what forward drops has no gradient, and what it keeps has the same factor") {
  const LayerCase c = case_of(0.4, {33}, 7);
  const auto pass = c.backward();
  for (std::size_t i = 0; i < c.x.size(); ++i) {
    CHECK((pass.y[i] == 0.0f) == (pass.d_x[i] == 0.0f));
    CHECK(std::fabs(double(pass.y[i]) * double(c.d_y[i]) - double(pass.d_x[i]) * double(c.x[i])) < 1e-6);
  }
}

TEST_CASE("Dropout: another step, seed or layer gives another mask; the same ones the same") {
  const Floats mask = mask_of(case_of(0.5, {40}, 25));
  CHECK(same_bits_all(mask, mask_of(case_of(0.5, {40}, 25))));
  LayerCase step = case_of(0.5, {40}, 25), seed = case_of(0.5, {40}, 25);
  step.context.step += 1;
  seed.context.seed += 1;
  for (const Floats& other :
       {mask_of(std::move(step)), mask_of(std::move(seed)), mask_of(case_of(0.5, {40}, 25, "drop_2"))}) {
    int equal = 0;
    for (std::size_t i = 0; i < mask.size(); ++i) equal += mask[i] == other[i] ? 1 : 0;
    CHECK(std::abs(equal - 500) < 5 * 16);  // of 1000; independent halves agree in half of the places
  }
}

TEST_CASE("Dropout: a place in the batch has its mask however many rows there are, and rows differ") {
  const Floats few = mask_of(case_of(0.5, {30}, 4)), many = mask_of(case_of(0.5, {30}, 9));
  CHECK(same_bits_all(few, Floats(many.begin(), many.begin() + 120)));
  CHECK_FALSE(
      same_bits_all(Floats(few.begin(), few.begin() + 30), Floats(few.begin() + 30, few.begin() + 60)));
}

TEST_CASE("Dropout: rates outside of [0, 1) are refused") {
  for (const double rate : {-0.1, 1.0, 2.0, double(kNan)}) {
    const auto error = refusal(Dropout::make("d", {3}, rate));
    CAPTURE(rate);
    CHECK(error.code == Errc::bad_value);
    CHECK(std::string(error.field) == "rate");
    CHECK(error.expected == (rate >= 1 ? 1.0 : 0.0));
  }
}
