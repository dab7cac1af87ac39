import { describe, expect, test } from 'vitest';
import { COLORS } from '../../../web/elements/tokens.js';
import { colorIndex, divergingColormap, THEMES } from '../../../web/render/colormap.js';
import { parseColor, rgbToOklab } from '../../../web/render/oklab.js';
import { expectedColors } from '../../e2e/support/expected-colors.js';

describe.each(Object.entries(THEMES))('divergingColormap, %s', (_, theme) => {
  const map = divergingColormap(theme);

  test('its ends and its middle are the colors asked for', () => {
    expect(map.color(1)).toEqual(parseColor(theme.positive));
    expect(map.color(0)).toEqual(parseColor(theme.zero));
    expect(map.color(-0)).toEqual(parseColor(theme.zero));
    expect(map.color(-1)).toEqual(parseColor(theme.negative));
  });

  test('every entry is what an independent computation gives', () => {
    for (let i = 0; i <= 512; i++) {
      const t = (i - 256) / 256;
      expect(expectedColors(t, 1, theme)).toContainEqual(map.color(t));
    }
  });

  test('moves away from the middle evenly: each step on a side is as large as the others', () => {
    const labs = Array.from({ length: 513 }, (__, i) => rgbToOklab([...map.lut.subarray(3 * i, 3 * i + 3)]));
    const distance = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]));
    for (const [from, to] of [
      [256, 512],
      [256, 0],
    ]) {
      const whole = distance(labs[from], labs[to]);
      for (const share of [0.25, 0.5, 0.75]) {
        const at = Math.round(from + share * (to - from));
        expect(distance(labs[from], labs[at]) / whole).toBeCloseTo(share, 1);
      }
    }
  });

  test('packed words are the same colors, opaque', () => {
    const bytes = new Uint8Array(map.packed.buffer);
    for (let i = 0; i < 513; i++)
      expect([...bytes.subarray(4 * i, 4 * i + 4)]).toEqual([...map.lut.subarray(3 * i, 3 * i + 3), 255]);
  });
});

test('colorIndex: clips, rounds and has zero in the middle', () => {
  expect([-9, -1, 0, 1, 9].map(colorIndex)).toEqual([0, 0, 256, 512, 512]);
  expect(colorIndex(1 / 256)).toBe(257);
  expect(colorIndex(0.4 / 256)).toBe(256);
  expect(colorIndex(-0.6 / 256)).toBe(255);
});

test('the themes are the tokens of the design', () => {
  for (const name of ['positive', 'zero', 'negative']) {
    expect([THEMES.light[name], THEMES.dark[name]]).toEqual(COLORS[name]);
  }
});
