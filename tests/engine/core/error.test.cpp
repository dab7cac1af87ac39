#include "core/error.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <set>
#include <string>

using namespace nw::core;

namespace {

struct Entry {
  const char* name;
  int number;
  ErrorKind kind;
  const char* text;
};

const Entry kEntries[] = {
#define NW_ERROR(name, number, kind, text) {#name, number, ErrorKind::kind, text},
#include "core/errors.def"
#undef NW_ERROR
};

}  // namespace

TEST_CASE("errors.def: no name and no number twice, every text says something") {
  std::set<std::string> names;
  std::set<int> numbers;
  for (const Entry& entry : kEntries) {
    CAPTURE(entry.name);
    CHECK(names.insert(entry.name).second);
    CHECK(numbers.insert(entry.number).second);
    CHECK(entry.number > 0);
    CHECK(std::strlen(entry.text) >= 10);
  }
}

TEST_CASE("errors.def: placeholders are {field}, {expected} and {actual} and no others") {
  for (const Entry& entry : kEntries) {
    CAPTURE(entry.name);
    const std::string text = entry.text;
    for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1)) {
      const std::string placeholder = text.substr(at, text.find('}', at) + 1 - at);
      CHECK((placeholder == "{field}" || placeholder == "{expected}" || placeholder == "{actual}"));
    }
  }
}

TEST_CASE("error_name, error_text, error_kind: what errors.def says") {
  for (const Entry& entry : kEntries) {
    const auto code = static_cast<Errc>(entry.number);
    CHECK(std::string(error_name(code)) == entry.name);
    CHECK(std::string(error_text(code)) == entry.text);
    CHECK(error_kind(code) == entry.kind);
  }
  CHECK(std::string(error_name(Errc::ok)) == "ok");
  CHECK(std::string(error_text(Errc::ok)).empty());
  CHECK(std::string(error_name(static_cast<Errc>(9999))) == "unknown");
  CHECK(error_kind(static_cast<Errc>(9999)) == ErrorKind::bug);
}

TEST_CASE("Errc: numbers that stand in stored reports do not move") {
  CHECK(static_cast<int>(Errc::bad_shape) == 101);
  CHECK(static_cast<int>(Errc::out_of_memory) == 201);
  CHECK(static_cast<int>(Errc::non_finite_loss) == 301);
  CHECK(static_cast<int>(Errc::worker_lost) == 401);
  CHECK(static_cast<int>(Errc::internal) == 901);
}

TEST_CASE("FieldName: owns its text, builds paths, cuts what is too long") {
  std::string text = "units";
  const FieldName field(text.c_str());
  text = "gone!";
  CHECK(std::string(field.c_str()) == "units");
  CHECK(std::string(FieldName::at("layers", 12, "units")) == "layers[12].units");
  CHECK(std::string(FieldName::at("layers", 0)) == "layers[0]");
  CHECK(std::string(FieldName::at("rows", -2147483647 - 1)) == "rows[-2147483648]");
  CHECK(std::string(FieldName("optimizer").member("beta1")) == "optimizer.beta1");
  CHECK(std::string(FieldName("").member("seed")) == "seed");
  const FieldName cut(std::string(200, 'x').c_str());
  CHECK(std::strlen(cut) == FieldName::kCapacity);
  CHECK(std::string(Error{}.field).empty());
}
