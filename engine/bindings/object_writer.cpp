#include "bindings/object_writer.hpp"

namespace nw::bindings {

using emscripten::val;

void ObjectWriter::number(const char* field, double value) { object_.set(field, value); }

void ObjectWriter::flag(const char* field, bool value) { object_.set(field, value); }

void ObjectWriter::text(const char* field, const char* value) { object_.set(field, val::u8string(value)); }

void ObjectWriter::value(const char* field, const val& value) { object_.set(field, value); }

void ListWriter::add(const val& value) { list_.set(length_++, value); }

}  // namespace nw::bindings
