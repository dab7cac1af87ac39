#pragma once

#include <cstdint>
#include <cstdlib>
#include <span>

#include "bindings/object_reader.hpp"

namespace nw::bindings {

// JavaScript's numbers on their way in: it asks for memory (memoryAllocate), copies them there, names pointer
// and length in its call, and lets the memory go (memoryRelease). The engine copies within the call.

template <class T>
std::span<const T> span_at(double pointer, double length) {
  return {reinterpret_cast<const T*>(static_cast<std::uintptr_t>(pointer)), static_cast<std::size_t>(length)};
}

/// The floats that two fields name. Errors bad_value.
inline std::span<const float> read_floats(ObjectReader& reader, const char* pointer, const char* length) {
  return span_at<float>(static_cast<double>(reader.count(pointer)),
                        static_cast<double>(reader.count(length)));
}

}  // namespace nw::bindings
