#include "simd/math.hpp"

namespace nw::simd {

void sin_cos(F32 x, F32& sine, F32& cosine) noexcept {
  // x = n * pi/2 + r with |r| <= pi/4. pi/2 in three parts, of which the first two have so few bits that n
  // times them is exact for n < 2^13 (Cephes' DP1, DP2, DP3 are halves of these).
  constexpr float kTwoOverPi = 0x1.45f306p-1f;
  constexpr float kPart1 = 1.5703125f, kPart2 = 4.837512969970703125e-4f, kPart3 = 7.54978995489188216e-8f;
  constexpr float kLargest = 8192.0f;

  const F32 n = round(x * F32(kTwoOverPi));
  const F32 r = ((x - n * F32(kPart1)) - n * F32(kPart2)) - n * F32(kPart3);
  const F32 z = r * r;

  const F32 half(0.5f), one(1.0f), two(2.0f);
  const F32 s =
      ((F32(-1.9515295891e-4f) * z + F32(8.3321608736e-3f)) * z - F32(1.6666654611e-1f)) * z * r + r;
  const F32 c =
      ((F32(2.443315711809948e-5f) * z - F32(1.388731625493765e-3f)) * z + F32(4.166664568298827e-2f)) * z *
          z -
      half * z + one;

  // The quadrant, n mod 4 in -2 ... 2, without integers: round() keeps it exact.
  const F32 quadrant = n - F32(4.0f) * round(n * F32(0.25f));
  const Mask swapped = abs(quadrant) == one;
  const F32 sine_size = select(swapped, c, s), cosine_size = select(swapped, s, c);
  const Mask far = !(abs(x) <= F32(kLargest));  // NaN is far as well
  const F32 nan(std::numeric_limits<float>::quiet_NaN());
  // Quadrants 0 and 1 have a sine like sin r and cos r; in -1 and +-2 its sign turns.
  const Mask sine_turns = (quadrant == -one) | (abs(quadrant) == two);
  const Mask cosine_turns = (quadrant == one) | (abs(quadrant) == two);
  sine = select(far, nan, select(sine_turns, -sine_size, sine_size));
  cosine = select(far, nan, select(cosine_turns, -cosine_size, cosine_size));
}

}  // namespace nw::simd
