#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace nw::test {

/// Arrays by name: what stands below one title of vectors/*.hpp.
using Block = std::map<std::string, std::vector<double>>;

/// Reads one block of a text that make_vectors.py wrote: a line `= title`, then arrays, each a line that
/// begins with its name and may go on in lines that begin with spaces.
inline Block read_block(const char* text, const std::string& title) {
  std::istringstream lines(text);
  std::string line;
  bool inside = false;
  Block block;
  std::vector<double>* array = nullptr;
  while (std::getline(lines, line)) {
    if (line.starts_with("= ")) inside = line.substr(2) == title;
    if (!inside || line.empty() || line[0] == '=') continue;
    std::istringstream words(line);
    std::string word;
    if (line[0] != ' ') {
      words >> word;
      array = &block[word];
    }
    while (words >> word) array->push_back(std::strtod(word.c_str(), nullptr));
  }
  REQUIRE_MESSAGE(!block.empty(), "no block " << title);
  return block;
}

inline std::vector<float> floats(const std::vector<double>& values) { return {values.begin(), values.end()}; }

}  // namespace nw::test
