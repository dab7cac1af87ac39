#include "data/permutation.hpp"

#include <utility>

namespace nw::data {

void permute(std::span<std::int32_t> items, const core::Rng& rng) noexcept {
  for (std::size_t last = items.size(); last-- > 1;) {
    std::swap(items[last], items[rng.below(last, static_cast<std::uint32_t>(last + 1))]);
  }
}

void count_up(std::span<std::int32_t> items) noexcept {
  std::int32_t next = 0;
  for (std::int32_t& item : items) item = next++;
}

}  // namespace nw::data
