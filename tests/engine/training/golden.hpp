#pragma once

namespace nw::test {

// Hashes of all weights after training, natively (SSE4.1, no contraction) and as wasm without relaxed SIMD,
// on any number of threads. When one changes on purpose, kNumericsVersion grows with it.
inline constexpr int kGoldenNumericsVersion = 1;

struct Golden {
  const char* name;
  const char* hash;
};

inline constexpr Golden kGolden[] = {
    {"circle", "841ad112cefb8afb"},     {"rich", "233e1b14523f45de"},    {"spiral", "6721848d8283521e"},
    {"regression", "21606255e1cc8f09"}, {"wide", "75e251f1e198fed0"},    {"momentum", "0000000000000000"},
    {"nesterov", "0000000000000001"},   {"rmsprop", "0000000000000002"}, {"adagrad", "0000000000000003"},
    {"amsgrad", "0000000000000004"},    {"adamw", "0000000000000005"},
};

}  // namespace nw::test
