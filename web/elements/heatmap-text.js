/** A heatmap in words: for its summary, its cursor and its exports. */
import { formatCount, formatNumber, t } from '../messages/index.js';
import { describeMatrix } from '../render/heatmap.js';

/**
 * @param {{ row: number, col: number }} cell
 * @param {{ inputs: number, inputNames: readonly string[] }} names
 * @returns {string}  e.g. "petal length → unit 3"
 */
export function cellName({ row, col }, { inputs, inputNames }) {
  const unit = row + 1;
  if (col >= inputs) return t('heatmap.biasOf', { unit });
  return t('heatmap.weightOf', { input: inputNames[col] ?? t('heatmap.input', { number: col + 1 }), unit });
}

/**
 * What the picture shows, in a few sentences.
 *
 * @param {object} layer
 * @param {string} layer.heading
 * @param {readonly string[]} layer.inputNames
 * @param {number} layer.inputs
 * @param {number} layer.units
 * @param {{ data: Float32Array, rows: number, cols: number, exact: boolean }} layer.kernel
 * @param {Float32Array} layer.bias
 * @param {number} layer.step
 */
export function describeHeatmap({ heading, inputNames, inputs, units, kernel, bias, step }) {
  const all = describeMatrix(kernel.data);
  const biases = describeMatrix(bias);
  const sentences = [t('heatmap.summary.shape', { heading, units, inputs, step: formatCount(step) })];
  if (all.finite < all.count || biases.finite < biases.count) sentences.push(t('heatmap.notFinite'));
  if (all.finite && kernel.exact) {
    const { positive, negative } = all;
    sentences.push(
      t('heatmap.summary.signs', { positive, negative, zero: all.finite - positive - negative }),
    );
    const at = Math.abs(all.min) > Math.abs(all.max) ? all.minIndex : all.maxIndex;
    const cell = { row: at % kernel.cols, col: Math.floor(at / kernel.cols) };
    const name = cellName(cell, { inputs, inputNames });
    sentences.push(t('heatmap.summary.largest', { name, value: formatNumber(kernel.data[at]) }));
  }
  if (biases.finite) {
    sentences.push(
      t('heatmap.summary.biases', { min: formatNumber(biases.min), max: formatNumber(biases.max) }),
    );
  }
  return sentences.join(' ');
}
