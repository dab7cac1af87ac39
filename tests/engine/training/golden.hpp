#pragma once

namespace nw::test {

// Hashes of all weights after training, natively (SSE4.1, no contraction) and as wasm without relaxed SIMD,
// on any number of threads. When one changes on purpose, kNumericsVersion grows with it.
inline constexpr int kGoldenNumericsVersion = 2;

struct Golden {
  const char* name;
  const char* hash;
};

inline constexpr Golden kGolden[] = {
    {"circle", "841ad112cefb8afb"},       {"rich", "233e1b14523f45de"},
    {"spiral", "6721848d8283521e"},       {"regression", "21606255e1cc8f09"},
    {"wide", "75e251f1e198fed0"},         {"momentum", "b0ee57ed2db8c4b8"},
    {"nesterov", "0d5fe7ff2fce8666"},     {"rmsprop", "1cd810e11eddc706"},
    {"adagrad", "fb1d46056acfcc34"},      {"layers", "e619d4ef5d611077"},
    {"convolutions", "1169fb7576756b72"}, {"amsgrad", "1ea5b52c741d437e"},
    {"adamw", "fdcbc2cc2de5f49f"},
};

}  // namespace nw::test
