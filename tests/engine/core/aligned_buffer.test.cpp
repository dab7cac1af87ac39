#include "core/aligned_buffer.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>

using namespace nw::core;

TEST_CASE("AlignedBuffer: on a cache line, zeroed, of the size asked for") {
  for (std::size_t size : {1u, 15u, 16u, 17u, 1000u}) {
    auto made = AlignedBuffer<float>::make(size);
    REQUIRE(made.ok());
    CHECK(reinterpret_cast<std::uintptr_t>(made->data()) % 64 == 0);
    CHECK(made->size() == size);
    CHECK(made->bytes() == 4 * size);
    for (float value : made->span()) CHECK(value == 0.0f);
  }
}

TEST_CASE("AlignedBuffer: nothing asked for is nothing, not an error") {
  const auto made = AlignedBuffer<double>::make(0);
  REQUIRE(made.ok());
  CHECK(made->empty());
  CHECK(made->span().empty());
}

TEST_CASE("AlignedBuffer: moving hands the memory over, and leaves nothing behind") {
  auto a = AlignedBuffer<int>::make(3).value();
  a[2] = 7;
  int* const memory = a.data();
  AlignedBuffer<int> b(std::move(a));
  CHECK(b.data() == memory);
  CHECK(a.empty());
  auto c = AlignedBuffer<int>::make(1).value();
  c = std::move(b);
  CHECK(c[2] == 7);
  CHECK(b.data() == nullptr);
}

TEST_CASE("AlignedBuffer: more than an address can say is out_of_memory, with purpose and bytes") {
  const std::size_t size = std::numeric_limits<std::size_t>::max() / 2;
  const auto made = AlignedBuffer<float>::make(size, "weights");
  REQUIRE(!made.ok());
  CHECK(made.error().code == Errc::out_of_memory);
  CHECK(std::string(made.error().field) == "weights");
  CHECK(made.error().actual == 4.0 * static_cast<double>(size));
}

// Sanitizers abort on an allocation that fails, whatever the program would do.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("AlignedBuffer: more than the machine has is out_of_memory") {
  const std::size_t size = sizeof(void*) == 4 ? 400'000'000u : static_cast<std::size_t>(1) << 46;
  const auto made = AlignedBuffer<float>::make(size);
  REQUIRE(!made.ok());
  CHECK(made.error().code == Errc::out_of_memory);
}
#endif
