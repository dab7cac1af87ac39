#include "layers/output_activation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/reference.hpp"
#include "support/values.hpp"

using namespace nw::layers;
using nw::kernels::Activation;
using nw::test::random_values;
using nw::test::same_bits_all;
using Floats = std::vector<float>;

namespace {

constexpr int kActivations = int(std::size(nw::kernels::kActivationNames));

/// The rows of one output, and a pass through its activation the way that layers with gemm take.
struct Ending {
  std::size_t rows, cols;
  OutputActivation activation;
  Floats z, cache;
  Context context;

  Ending(Activation kind, std::size_t r, std::size_t c, bool training)
      : rows(r), cols(c), activation(kind), z(random_values(r * c, r + c, -3, 3)) {
    cache.resize(training ? activation.cache_floats(z.size()) : 0);
    context.training = training;
    context.cache = cache;
  }

  Floats by_blocks() const {
    Floats y = z;
    if (const auto epilogue = activation.epilogue(context)) {
      for (std::size_t row = 0; row < rows; ++row) {  // blocks of a row's halves
        const std::size_t half = cols / 2;
        if (half > 0) epilogue(y.data() + row * cols, 1, half, std::ptrdiff_t(cols));
        epilogue(y.data() + row * cols + half, 1, cols - half, std::ptrdiff_t(cols));
      }
    }
    activation.finish(y.data(), rows, cols, context);
    return y;
  }

  Floats whole() const {
    Floats y = z;
    activation.apply(y.data(), rows, cols, context);
    return y;
  }
};

template <class Check>
void for_all(Check check) {
  for (int index = 0; index < kActivations; ++index) {
    const std::string name = nw::kernels::kActivationNames[index];
    CAPTURE(name);
    check(static_cast<Activation>(index), name);
  }
}

}  // namespace

TEST_CASE("output activation: with an epilogue or without, in training or not, the same values") {
  for_all([](Activation kind, const std::string& name) {
    for (std::size_t cols : {1u, 3u, 4u, 9u}) {
      const Ending training(kind, 5, cols, true), quiet(kind, 5, cols, false);
      const Floats y = quiet.by_blocks();
      CHECK(same_bits_all(y, quiet.whole()));
      CHECK(same_bits_all(y, training.by_blocks()));
      CHECK(same_bits_all(y, training.whole()));
      for (std::size_t row = 0; row < 5; ++row) {
        const auto begin = training.z.begin() + long(row * cols);
        const auto want = nw::test::activated(name, {begin, begin + long(cols)});
        for (std::size_t c = 0; c < cols; ++c) CHECK(std::fabs(double(y[row * cols + c]) - want[c]) < 1e-6);
      }
    }
  });
}

TEST_CASE("output activation: what is kept in training is the preactivation, and only where it is needed") {
  for_all([](Activation kind, const std::string& name) {
    const Ending ending(kind, 6, 7, true);
    const bool needed = name == "gelu" || name == "geluApproximate" || name == "silu";
    CHECK(ending.activation.cache_floats(42) == (needed ? 42 : 0));
    (void)ending.by_blocks();
    if (needed) CHECK(same_bits_all(ending.cache, ending.z));
    // gemm does it while the block is in the cache, wherever it can
    const bool can = name != "linear" && name != "softmax";
    CHECK((ending.activation.epilogue(ending.context) != nullptr) == (can && !needed));
    CHECK((Ending(kind, 6, 7, false).activation.epilogue(Context{}) != nullptr) == can);
  });
}

TEST_CASE("output activation: backward gives the gradient of the preactivation, on any number of threads") {
  for_all([](Activation kind, const std::string& name) {
    Ending ending(kind, 700, 101, true);  // several chunks
    const Floats y = ending.by_blocks(), d_y = random_values(y.size(), 4);
    Floats want = d_y;
    ending.activation.backward(y.data(), want.data(), ending.rows, ending.cols, ending.context);
    for (std::size_t row = 0; row < ending.rows; row += 50) {
      const long at = long(row * ending.cols), end = at + long(ending.cols);
      const auto d_z = nw::test::activation_gradient(name, {ending.z.begin() + at, ending.z.begin() + end},
                                                     {d_y.begin() + at, d_y.begin() + end});
      for (std::size_t c = 0; c < ending.cols; ++c)
        CHECK(std::fabs(double(want[row * ending.cols + c]) - d_z[c]) < 2e-6);
    }
    for (int threads : {2, 3, 8}) {
      nw::parallel::Pool pool(threads);
      ending.context.pool = &pool;
      Floats d = d_y;
      CHECK(same_bits_all(ending.by_blocks(), y));
      ending.activation.backward(y.data(), d.data(), ending.rows, ending.cols, ending.context);
      CHECK(same_bits_all(d, want));
      ending.context.pool = nullptr;
    }
  });
}

TEST_CASE("output activation: before the activation nothing is done, forward or backward") {
  for_all([](Activation kind, const std::string&) {
    Ending ending(kind, 3, 5, true);
    ending.context.stage = Stage::preactivation;
    ending.context.cache = {};  // not even looked at
    CHECK(ending.activation.epilogue(ending.context) == nullptr);
    CHECK(same_bits_all(ending.by_blocks(), ending.z));
    CHECK(same_bits_all(ending.whole(), ending.z));
    Floats d = ending.z;
    ending.activation.backward(nullptr, d.data(), 3, 5, ending.context);
    CHECK(same_bits_all(d, ending.z));
  });
}
