// The doctest runner, the same natively and as wasm. The engine is built without exceptions, and so is this.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
