#include "data/permutation.hpp"

#include <array>
#include <utility>

namespace nw::data {

void permute(std::span<std::int32_t> items, const core::Rng& rng) noexcept {
  // The draws are rng.below(last, last + 1), but one block of the generator gives four of them: small data
  // sets are put into a new order every few dozen steps, and drawing took a quarter of a toy network's
  // training time.
  std::array<std::uint32_t, 4> words{};
  for (std::size_t last = items.size(); last-- > 1;) {
    const auto choices = static_cast<std::uint32_t>(last + 1);
    if (last % 4 == 3 || last + 1 == items.size()) words = rng.block(last / 4);
    const std::uint64_t product = static_cast<std::uint64_t>(words[last % 4]) * choices;
    const bool may_be_rejected =
        static_cast<std::uint32_t>(product) < choices;  // as in Rng::below, which then decides
    const std::uint32_t chosen =
        may_be_rejected ? rng.below(last, choices) : static_cast<std::uint32_t>(product >> 32);
    std::swap(items[last], items[chosen]);
  }
}

void count_up(std::span<std::int32_t> items) noexcept {
  std::int32_t next = 0;
  for (std::int32_t& item : items) item = next++;
}

}  // namespace nw::data
