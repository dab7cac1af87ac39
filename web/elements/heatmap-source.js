/**
 * Where a heatmap's numbers come from: a layer of a run, followed frame by frame, or plain numbers.
 */
import { describeMatrix } from '../render/heatmap.js';

/** @typedef {{ kernel: ArrayLike<number>, bias: ArrayLike<number>, inputs: number, units: number, step: number | null }} ExactWeights */

export class HeatmapSource {
  #onFrame;
  /** @type {(() => void)[]} */
  #stops = [];
  /** Kernel as last seen, [rows, cols] = [inputs, units] or blocks of them. */
  kernel = {
    data: /** @type {Float32Array} */ (new Float32Array(0)),
    rows: 0,
    cols: 0,
    exact: true,
    maxAbs: 0,
  };
  bias = { data: /** @type {Float32Array} */ (new Float32Array(0)), maxAbs: 0 };
  step = 0;

  /** @param {() => void} onFrame  numbers have come */
  constructor(onFrame) {
    this.#onFrame = onFrame;
  }

  get maxAbs() {
    return Math.max(this.kernel.maxAbs, this.bias.maxAbs);
  }

  /**
   * @param {any} run
   * @param {string} layer
   * @param {{ maxRows: number, maxCols: number }} cells  no more than the picture has pixels
   */
  watch(run, layer, cells) {
    this.stop();
    this.#stops = [
      run.watch({ kind: 'parameter', name: `${layer}/kernel`, ...cells }, (/** @type {any} */ frame) => {
        const { rows, cols, exact, maxAbs, data } = frame;
        this.kernel = { data: keep(this.kernel.data, data), rows, cols, exact, maxAbs };
        this.step = frame.step;
        this.#onFrame();
      }),
      // A bias has one row; its columns are the kernel's, so both are cut into the same blocks.
      run.watch(
        { kind: 'parameter', name: `${layer}/bias`, maxRows: 1, maxCols: cells.maxCols },
        (/** @type {any} */ frame) => {
          this.bias = { data: keep(this.bias.data, frame.data), maxAbs: frame.maxAbs };
          this.#onFrame();
        },
      ),
    ];
  }

  /** @param {{ kernel: ArrayLike<number>, bias?: ArrayLike<number>, shape: readonly number[] }} weights */
  take({ kernel, bias = [], shape }) {
    this.stop();
    const [data, biases] = [Float32Array.from(kernel), Float32Array.from(bias)];
    this.kernel = { data, rows: shape[0], cols: shape[1], exact: true, maxAbs: describeMatrix(data).maxAbs };
    this.bias = { data: biases, maxAbs: describeMatrix(biases).maxAbs };
    this.#onFrame();
  }

  /** Forgets what was seen: the next frame is another network's. */
  clear() {
    this.stop();
    this.kernel = { data: new Float32Array(0), rows: 0, cols: 0, exact: true, maxAbs: 0 };
    this.bias = { data: new Float32Array(0), maxAbs: 0 };
  }

  stop() {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }

  /**
   * The number behind a cell of the whole matrix (of its block, when the matrix is shown in blocks).
   *
   * @param {{ row: number, col: number }} cell   row = unit; col = input, or `inputs` for the bias
   * @param {{ inputs: number, units: number }} shape
   */
  valueAt({ row, col }, { inputs, units }) {
    if (col >= inputs) return this.bias.data[blockOf(row, units, this.bias.data.length)];
    const { data, rows, cols } = this.kernel;
    return data[blockOf(col, inputs, rows) * cols + blockOf(row, units, cols)];
  }
}

/**
 * The block that holds `index` of `count`, where block b of `blocks` begins at floor(b · count / blocks), as the engine cuts them.
 *
 * @param {number} index
 * @param {number} count
 * @param {number} blocks
 */
const blockOf = (index, count, blocks) => Math.floor(((index + 1) * blocks - 1) / count);

/**
 * All weights of a layer with all their digits, also where the picture shows blocks.
 *
 * @param {any} run
 * @param {string} layer
 * @param {{ inputs: number, units: number }} shape
 * @returns {Promise<ExactWeights>}
 */
export async function readExact(run, layer, shape) {
  const names = [`${layer}/kernel`, `${layer}/bias`];
  const [kernel, bias] = await Promise.all(names.map((name) => run.getWeights(name)));
  return { kernel: kernel.data, bias: bias.data, ...shape, step: kernel.step };
}

/**
 * Copies a frame's numbers, which are valid during the callback only; the array is used again while its length stays.
 *
 * @param {Float32Array} old
 * @param {Float32Array} data
 */
function keep(old, data) {
  if (old.length !== data.length) return data.slice();
  old.set(data);
  return old;
}
