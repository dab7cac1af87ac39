#include "core/hash.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <vector>

#include "support/values.hpp"

using nw::core::Hash;
using nw::test::hex;

TEST_CASE("Hash: the published FNV-1a vectors") {
  // draft-eastlake-fnv-21, appendix C: 64-bit FNV-1a of "", "a" and "foobar".
  CHECK(hex(Hash().value()) == "cbf29ce484222325");
  CHECK(hex(Hash().add_bytes("a", 1).value()) == "af63dc4c8601ec8c");
  CHECK(hex(Hash().add_bytes("foobar", 6).value()) == "85944171f73967e8");
}

TEST_CASE("Hash: words are taken lowest byte first, floats and doubles by their bits") {
  const unsigned char low_first[] = {0x04, 0x03, 0x02, 0x01};
  CHECK(Hash().add_u32(0x01020304).value() == Hash().add_bytes(low_first, 4).value());
  CHECK(Hash().add_u64(0x0102030405060708).value() == Hash().add_u32(0x05060708).add_u32(0x01020304).value());
  CHECK(Hash().add_float(1.5f).value() == Hash().add_u32(std::bit_cast<std::uint32_t>(1.5f)).value());
  CHECK(Hash().add_double(-2.5).value() == Hash().add_u64(std::bit_cast<std::uint64_t>(-2.5)).value());
}

TEST_CASE("Hash: all NaN are one, the two zeros are not, order counts") {
  const float payload = std::bit_cast<float>(0xffc12345u);
  CHECK(Hash().add_float(payload).value() == Hash().add_float(nw::test::kNan).value());
  CHECK(Hash().add_float(0.0f).value() != Hash().add_float(-0.0f).value());
  const std::vector<float> ab{1, 2}, ba{2, 1};
  CHECK(Hash().add_floats(ab).value() != Hash().add_floats(ba).value());
  CHECK(Hash().add_text("ab").add_text("c").value() != Hash().add_text("a").add_text("bc").value());
}
