#include "data/images/digit_strokes.hpp"

namespace nw::data {
namespace {

using Pen = signed char;
constexpr Pen kUp = kPenUp;

// Drawn by hand for this project; nothing here was measured on any data set.
constexpr Pen kOval[] = {55, 0, 22, 12, 3, 48, 16, 88, 50, 100, 85, 86, 97, 48, 82, 10, 52, 1};
constexpr Pen kOvalFromRight[] = {66, 3, 40, 1, 10, 25, 3, 62, 25, 97, 62, 98, 93, 68, 95, 28, 74, 5, 52, 2};
constexpr Pen kOvalClockwise[] = {30, 8, 70, 2, 97, 30, 92, 75, 55, 100, 15, 88, 2, 50, 12, 15, 45, 0, 60, 4};

constexpr Pen kBar[] = {52, 0, 50, 50, 49, 100};
constexpr Pen kFlag[] = {22, 24, 40, 14, 54, 0, 54, 0, 53, 50, 52, 100};
constexpr Pen kFlagAndFoot[] = {20, 22, 52, 0, 52, 0, 51, 98, kUp, 18, 99, 50, 98, 84, 98};

constexpr Pen kTwo[] = {8, 24, 30, 3, 64, 2, 84, 24, 72, 52, 40, 78, 4, 98, 4, 98, 50, 96, 97, 97};
constexpr Pen kTwoLoop[] = {6,  24, 34, 2, 72, 6,  80, 34, 56, 66, 24,
                            92, 5,  94, 8, 78, 32, 76, 62, 92, 98, 90};
constexpr Pen kTwoWave[] = {14, 16, 48, 0, 82, 18, 76, 50, 40, 82, 10, 97, 22, 88, 58, 96, 98, 86};
constexpr Pen kTwoAngular[] = {4, 14, 40, 2, 86, 8, 84, 34, 48, 66, 8, 96, 8, 96, 92, 98};

constexpr Pen kTwoBigLoop[] = {12, 20, 44, 0,  84, 16, 78, 48, 44, 86,  10,
                               98, 2,  80, 24, 68, 54, 84, 80, 98, 100, 84};
constexpr Pen kTwoSwan[] = {22, 30, 26, 8, 54, 0,  74, 18, 66, 50, 36,
                            80, 8,  98, 8, 98, 40, 92, 70, 98, 96, 90};

constexpr Pen kThree[] = {8,  12, 42, 0,  80, 12, 76, 36, 36, 48, 36,
                          48, 82, 58, 94, 80, 64, 98, 26, 98, 2,  86};
constexpr Pen kThreeRound[] = {10, 10, 50, 0, 86, 18, 64, 42, 46, 47, 72, 52, 94, 74, 66, 98, 26, 99, 4, 88};
constexpr Pen kThreeFlat[] = {8, 5, 50, 4, 86, 3, 86, 3, 42, 42, 42, 42, 84, 56, 90, 82, 56, 100, 6, 90};
constexpr Pen kThreeLoop[] = {8,  14, 44, 0,  82, 12, 70, 40, 42,  52, 34,
                              44, 48, 42, 84, 60, 92, 84, 58, 100, 4,  94};

constexpr Pen kFourOpen[] = {18, 4, 12, 30, 8, 54, 8, 54, 50, 54, 94, 50, kUp, 80, 6, 74, 50, 68, 100};
constexpr Pen kFourClosed[] = {68, 0, 36, 32, 4, 64, 4, 64, 50, 64, 98, 62, kUp, 70, 2, 68, 50, 66, 100};
constexpr Pen kFourCup[] = {16, 4, 8, 32, 20, 52, 54, 50, 84, 34, kUp, 90, 2, 80, 40, 70, 100};
constexpr Pen kFourOneStroke[] = {14, 6, 8, 36, 22, 54, 58, 48, 86, 24, 92, 4, 92, 4, 84, 44, 76, 100};

constexpr Pen kFive[] = {24, 4,   18, 44, 18,  44, 54, 38, 90, 58, 84, 88,
                         44, 100, 4,  90, kUp, 24, 4,  60, 3,  94, 1};
constexpr Pen kFiveOneStroke[] = {90, 2,  54, 3,  28, 5,  28, 5,  18,  42, 18,
                                  42, 56, 40, 90, 60, 78, 92, 40, 100, 5,  88};
constexpr Pen kFiveRound[] = {92, 2, 52, 4, 26, 20, 30, 42, 66, 56, 82, 78, 56, 98, 20, 98, 4, 84};
constexpr Pen kFiveSteep[] = {38, 8,   24, 46, 24,  46, 58, 44, 80, 64, 64, 90,
                              28, 100, 4,  94, kUp, 40, 8,  70, 6,  98, 0};

constexpr Pen kSix[] = {74, 0, 36, 22, 8, 60, 14, 92, 48, 100, 84, 86, 82, 62, 52, 52, 22, 64, 12, 78};
constexpr Pen kSixStraight[] = {58, 0, 28, 36, 8, 72, 20, 98, 56, 98, 82, 80, 70, 62, 40, 64, 16, 82};
constexpr Pen kSixWide[] = {88, 4, 48, 12, 12, 48, 8, 82, 42, 100, 86, 92, 96, 68, 66, 52, 28, 60, 12, 76};
constexpr Pen kSixSlim[] = {40, 0, 16, 34, 6, 70, 24, 97, 62, 96, 80, 74, 60, 58, 28, 68, 14, 84};

constexpr Pen kSixCurled[] = {66, 4, 30, 16, 6, 54, 12, 90, 44, 100, 70, 84, 66, 62, 42, 60, 28, 78, 40, 92};

constexpr Pen kSeven[] = {4, 8, 50, 7, 94, 5, 94, 5, 66, 48, 42, 100};
constexpr Pen kSevenBar[] = {4, 8, 50, 7, 92, 4, 92, 4, 64, 48, 44, 100, kUp, 24, 54, 84, 48};
constexpr Pen kSevenSerif[] = {6, 26, 8, 6, 8, 6, 50, 8, 92, 4, 92, 4, 70, 46, 56, 100};
constexpr Pen kSevenCurved[] = {2, 14, 26, 4, 60, 9, 92, 4, 88, 22, 60, 56, 50, 100};

constexpr Pen kEight[] = {84, 16, 54,  0,  18, 12, 24, 36, 54, 50, 88, 72, 76,
                          96, 44, 100, 12, 88, 18, 66, 50, 48, 80, 30, 84, 14};
constexpr Pen kEightCircles[] = {50, 0,  20, 10, 20, 36, 50, 46,  80, 36, 80, 10, 50, 0, kUp,
                                 50, 46, 12, 60, 12, 90, 50, 100, 88, 88, 88, 58, 50, 46};
constexpr Pen kEightOpen[] = {84, 8,  50,  2,  18, 18, 32, 40, 62, 56, 82,
                              80, 56, 100, 20, 92, 22, 68, 56, 44, 84, 14};
constexpr Pen kEightFromLeft[] = {50, 46, 18, 32, 22, 8,  56, 0,  84, 14, 72, 36, 40,
                                  56, 12, 78, 28, 98, 66, 98, 86, 78, 70, 56, 50, 46};

constexpr Pen kNine[] = {84, 16, 54, 0, 16, 14, 6, 38, 34, 52, 74, 38, 88, 10, 88, 10, 82, 54, 74, 100};
constexpr Pen kNineHook[] = {84, 20, 56, 2,  20, 12, 12, 36, 42,  50, 78,
                             34, 88, 12, 92, 46, 76, 86, 44, 100, 10, 92};
constexpr Pen kNineRound[] = {82, 12, 44, 0, 14, 24, 30, 48, 66, 42, 84, 16, 84, 16, 74, 60, 50, 100};
constexpr Pen kNineStem[] = {62, 0, 22, 8, 10, 32, 36, 48, 72, 34, 78, 8, 62, 0, kUp, 80, 6, 78, 50, 76, 100};

constexpr Pen kNineSlim[] = {76, 10, 50, 0, 22, 18, 24, 40, 50, 44, 74, 22, 80, 4, 80, 4, 68, 50, 54, 100};
constexpr Pen kNineDrop[] = {70, 4, 36, 6, 14, 30, 24, 46, 52, 40, 76, 8, 84, 16, 78, 54, 70, 100};
constexpr Pen kNineBall[] = {80, 30, 72, 4, 40, 0, 12, 22, 26, 50, 60, 50, 80, 28, 86, 50, 80, 76, 68, 100};

constexpr Pen kNineFlat[] = {78, 8, 40, 6, 4, 22, 20, 40, 60, 30, 82, 10, 82, 10, 66, 56, 48, 100};
constexpr Pen kNineOpen[] = {70, 2, 34, 0, 12, 22, 22, 42, 50, 44, 78, 24, 86, 4, 82, 40, 72, 70, 66, 100};
constexpr Pen kThreeTall[] = {12, 6, 44, 0, 70, 14, 66, 34, 40, 44, 40, 44, 74, 52, 84, 78, 54, 100, 10, 96};
constexpr Pen kThreeSharp[] = {4, 10, 48, 2, 88, 6, 70, 28, 40, 46, 40, 46, 88, 54, 78, 82, 40, 98, 0, 100};
constexpr Pen kSixSmall[] = {70, 0, 34, 24, 10, 62, 18, 94, 46, 98, 68, 82, 58, 68, 34, 72, 16, 90};
constexpr Pen kSixTall[] = {46, 0, 22, 40, 10, 78, 30, 100, 64, 94, 76, 76, 56, 66, 30, 72, 16, 84};

constexpr Pen kSixRound[] = {68, 2, 30, 14, 4, 54, 18, 94, 56, 100, 90, 76, 74, 48, 40, 50, 14, 74};
constexpr Pen kThreeDeep[] = {6, 16, 36, 0, 76, 8, 74, 30, 46, 46, 58, 50, 90, 62, 88, 90, 50, 100, 8, 88};
constexpr Pen kThreeSteep[] = {20, 8, 56, 0, 80, 16, 60, 40, 34, 50, 34, 50, 66, 54, 72, 78, 46, 98, 12, 94};

constexpr PenPath kZeros[] = {kOval, kOval, kOvalFromRight, kOvalClockwise};
constexpr PenPath kOnes[] = {kBar, kBar, kBar, kBar, kFlag, kFlagAndFoot};
constexpr PenPath kTwos[] = {kTwo, kTwo, kTwoLoop, kTwoLoop, kTwoBigLoop, kTwoWave, kTwoAngular, kTwoSwan};
constexpr PenPath kThrees[] = {kThree,     kThree,     kThreeRound, kThreeRound, kThreeFlat,
                               kThreeLoop, kThreeTall, kThreeSharp, kThreeDeep,  kThreeSteep};
constexpr PenPath kFours[] = {kFourOpen, kFourOpen, kFourOpen,     kFourClosed,
                              kFourCup,  kFourCup,  kFourOneStroke};
constexpr PenPath kFives[] = {kFive, kFive, kFiveOneStroke, kFiveRound, kFiveSteep};
constexpr PenPath kSixes[] = {kSix,       kSixStraight, kSixWide, kSixSlim,
                              kSixCurled, kSixSmall,    kSixTall, kSixRound};
constexpr PenPath kSevens[] = {kSeven, kSeven, kSevenBar, kSevenSerif, kSevenCurved};
constexpr PenPath kEights[] = {kEight, kEight, kEightCircles, kEightOpen, kEightFromLeft};
constexpr PenPath kNines[] = {kNine,     kNine,     kNineHook, kNineRound, kNineStem,
                              kNineSlim, kNineDrop, kNineBall, kNineFlat,  kNineOpen};

constexpr std::span<const PenPath> kWays[] = {kZeros, kOnes,  kTwos,   kThrees, kFours,
                                              kFives, kSixes, kSevens, kEights, kNines};

}  // namespace

std::span<const PenPath> ways_to_write(int digit) noexcept { return kWays[digit]; }

}  // namespace nw::data
