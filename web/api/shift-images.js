/** Translated images: what a test of translation equivariance needs. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { checkCount } from '../schema/values.js';

const FAR = 65536;

/**
 * Moves images by whole pixels: dx to the right, dy down. What comes in from outside is 0.
 *
 * @param {Float32Array} images   [n, height, width, channels], row-major; stays as it is
 * @param {readonly number[]} shape   [height, width, channels], as `Dataset#imageShape`
 * @param {number} dx
 * @param {number} dy
 * @returns {Float32Array}  as large as `images`
 * @throws {NeuronWeightsError} `bad_shape` when `images` is no whole number of images, `bad_value`
 */
export function shiftImages(images, shape, dx, dy) {
  const [height, width, channels] = shape;
  for (const [index, size] of [height, width, channels].entries())
    checkCount(`shape[${index}]`, size, 1, FAR);
  checkCount('dx', dx, -FAR, FAR);
  checkCount('dy', dy, -FAR, FAR);
  const line = width * channels;
  if (images.length % (height * line) !== 0) {
    const expected = `a multiple of ${height} · ${width} · ${channels}`;
    throw new NeuronWeightsError('bad_shape', { field: 'images', expected, actual: images.length });
  }
  const shifted = new Float32Array(images.length);
  const kept = (width - Math.abs(dx)) * channels;
  if (kept <= 0) return shifted;
  for (let start = 0; start < images.length; start += height * line)
    for (let y = Math.max(dy, 0); y < height + Math.min(dy, 0); y++) {
      const from = start + (y - dy) * line + Math.max(-dx, 0) * channels;
      shifted.set(images.subarray(from, from + kept), start + y * line + Math.max(dx, 0) * channels);
    }
  return shifted;
}
