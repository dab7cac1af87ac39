import { describe, expect, test } from 'vitest';
import {
  contrast,
  luminance,
  mixOklab,
  oklabToRgb,
  parseColor,
  rgbToOklab,
  toHex,
} from '../../../web/render/oklab.js';

describe('oklab', () => {
  // Published with the definition: B. Ottosson, "A perceptual color space for image processing", and CSS Color 4's samples.
  test.each([
    [
      [255, 255, 255],
      [1, 0, 0],
    ],
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
    [
      [255, 0, 0],
      [0.62796, 0.22486, 0.12585],
    ],
    [
      [0, 255, 0],
      [0.86644, -0.23389, 0.1795],
    ],
    [
      [0, 0, 255],
      [0.45201, -0.03246, -0.31153],
    ],
  ])('rgbToOklab: %j has its published coordinates', (rgb, lab) => {
    rgbToOklab(rgb).forEach((value, i) => expect(value).toBeCloseTo(lab[i], 4));
  });

  test('oklabToRgb: gives back every color it came from', () => {
    for (let r = 0; r < 256; r += 17)
      for (let g = 0; g < 256; g += 17)
        for (let b = 0; b < 256; b += 17) expect(oklabToRgb(rgbToOklab([r, g, b]))).toEqual([r, g, b]);
  });

  test('mixOklab: has its ends exactly and grays stay gray', () => {
    expect(mixOklab([17, 112, 170], [242, 240, 236], 0)).toEqual([17, 112, 170]);
    expect(mixOklab([17, 112, 170], [242, 240, 236], 1)).toEqual([242, 240, 236]);
    const [r, g, b] = mixOklab([0, 0, 0], [255, 255, 255], 0.5);
    expect([g, b]).toEqual([r, r]);
    expect(r).toBe(99); // the gray of L = 0.5, where half the sRGB value would be 128
  });

  test('parseColor: reads what style sheets and getComputedStyle write, and nothing else', () => {
    expect(parseColor('#1170aa')).toEqual([17, 112, 170]);
    expect(parseColor('#FFF')).toEqual([255, 255, 255]);
    expect(parseColor(' rgb(17, 112, 170)')).toEqual([17, 112, 170]);
    expect(parseColor('rgba(17 112 170 / 0.5)')).toEqual([17, 112, 170]);
    expect(toHex([17, 112, 170])).toBe('#1170aa');
    for (const bad of ['', 'red', '#12', '#12345', 'light-dark(#fff, #000)', 'var(--x)'])
      expect(() => parseColor(bad)).toThrow(TypeError);
  });

  test('contrast: black on white is 21, and the order does not matter', () => {
    expect(luminance([255, 255, 255])).toBeCloseTo(1, 12);
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 10);
    expect(contrast([255, 255, 255], [0, 0, 0])).toBeCloseTo(21, 10);
  });
});
