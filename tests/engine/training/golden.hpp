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
    {"circle", "841ad112cefb8afb"},     {"rich", "233e1b14523f45de"}, {"spiral", "6721848d8283521e"},
    {"regression", "21606255e1cc8f09"}, {"wide", "75e251f1e198fed0"}, {"layers", "e619d4ef5d611077"},
};

}  // namespace nw::test
