import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { describeHeatmap } from '../../../web/elements/heatmap-text.js';
import { HeatmapSource } from '../../../web/elements/heatmap-source.js';
import { layerCsv } from '../../../web/elements/heatmap-twin.js';
import { cellAt, moveCell } from '../../../web/elements/matrix-cursor.js';
import { RunScale, scaleOfRun } from '../../../web/elements/run-scale.js';
import { Throttle } from '../../../web/elements/throttle.js';
import { COLORS } from '../../../web/elements/tokens.js';

test('tokens.css and tokens.js hold the same colors', () => {
  const css = readFileSync(
    fileURLToPath(new URL('../../../web/elements/tokens.css', import.meta.url)),
    'utf8',
  );
  const found = [...css.matchAll(/--nw-([\w-]+): light-dark\((#\w+), (#\w+)\)/g)];
  expect(Object.fromEntries(found.map(([, name, light, dark]) => [name, [light, dark]]))).toEqual(COLORS);
});

test('importing the elements registers none of them and needs no page', async () => {
  const before = globalThis.customElements;
  const define = vi.fn();
  globalThis.customElements = /** @type {any} */ ({ define, get: () => undefined });
  await import('../../../web/elements/index.js');
  expect(define).not.toHaveBeenCalled();
  await import('../../../web/elements/define.js');
  expect(define.mock.calls.map(([tag]) => tag).sort()).toEqual([
    'nw-decision-map',
    'nw-heatmap',
    'nw-legend',
    'nw-loss-curve',
  ]);
  globalThis.customElements = before;
});

describe('matrix cursor', () => {
  const size = { rows: 3, cols: 5 };

  test('the first key shows the first cell, later ones move and stop at the edges', () => {
    let cell = moveCell(null, 'ArrowRight', size);
    expect(cell).toEqual({ row: 0, col: 0 });
    for (let i = 0; i < 9; i++) cell = moveCell(cell, 'ArrowRight', size);
    expect(cell).toEqual({ row: 0, col: 4 });
    for (let i = 0; i < 9; i++) cell = moveCell(cell, 'ArrowDown', size);
    expect(cell).toEqual({ row: 2, col: 4 });
    expect(moveCell(cell, 'Home', size)).toEqual({ row: 2, col: 0 });
    expect(moveCell(cell, 'PageUp', size)).toEqual({ row: 0, col: 4 });
  });

  test('Escape lets go, and is left to the page when nothing is held; other keys are none of ours', () => {
    expect(moveCell({ row: 1, col: 1 }, 'Escape', size)).toBeNull();
    expect(moveCell(null, 'Escape', size)).toBeUndefined();
    expect(moveCell({ row: 1, col: 1 }, 'Tab', size)).toBeUndefined();
  });

  test('every pixel of a picture belongs to one cell, none outside', () => {
    const box = { width: 50, height: 30 };
    expect(cellAt(0, 0, box, size)).toEqual({ row: 0, col: 0 });
    expect(cellAt(49.999, 29.999, box, size)).toEqual({ row: 2, col: 4 });
    expect(cellAt(10, 9.99, box, size)).toEqual({ row: 0, col: 1 });
    for (const [x, y] of [
      [-1, 0],
      [50, 0],
      [0, 30],
      [NaN, 0],
    ])
      expect(cellAt(x, y, box, size)).toBeNull();
  });
});

describe('RunScale', () => {
  test('is common to the layers of a run, grows at once and tells', () => {
    const run = {};
    expect(scaleOfRun(run)).toBe(scaleOfRun(run));
    expect(scaleOfRun(run)).not.toBe(scaleOfRun({}));
    const scale = new RunScale();
    const told = vi.fn();
    scale.onChange(told);
    scale.report('dense_1', 0.4);
    expect(scale.limit).toBe(0.4);
    scale.report('dense_2', 2.7);
    expect(scale.limit).toBe(3);
    scale.report('dense_1', 0.5); // the other layer still needs the whole scale
    expect(scale.limit).toBe(3);
    expect(told).toHaveBeenCalledTimes(2);
  });
});

describe('Throttle', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => vi.useRealTimers());

  test('acts at once, then not before its time, and never loses the last asking', () => {
    const action = vi.fn();
    const throttle = new Throttle(100, action);
    for (let i = 0; i < 5; i++) throttle.ask();
    expect(action).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(99);
    expect(action).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(1);
    expect(action).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1000);
    expect(action).toHaveBeenCalledTimes(2);
  });

  test('cancel: nothing happens afterwards', () => {
    const action = vi.fn();
    const throttle = new Throttle(100, action);
    throttle.ask();
    throttle.ask();
    throttle.cancel();
    vi.advanceTimersByTime(1000);
    expect(action).toHaveBeenCalledTimes(1);
  });
});

describe('HeatmapSource', () => {
  /** A run that remembers who watches, and sends frames whose array is used again, as the client does. */
  function fakeRun() {
    const watched = new Map();
    return {
      watched,
      watch(view, callback) {
        watched.set(view.name, { view, callback });
        return () => watched.delete(view.name);
      },
    };
  }

  test('keeps a copy of frames, and stops watching', () => {
    const run = fakeRun();
    const onFrame = vi.fn();
    const source = new HeatmapSource(onFrame);
    source.watch(run, 'dense_1', { maxRows: 100, maxCols: 50 });
    expect([...run.watched.keys()]).toEqual(['dense_1/kernel', 'dense_1/bias']);
    const data = Float32Array.of(1, -2, 3, 4, 5, 6);
    run.watched.get('dense_1/kernel').callback({ step: 7, data, rows: 2, cols: 3, exact: true, maxAbs: 6 });
    data.fill(0);
    expect([...source.kernel.data]).toEqual([1, -2, 3, 4, 5, 6]);
    expect([source.step, source.maxAbs]).toEqual([7, 6]);
    expect(onFrame).toHaveBeenCalledTimes(1);
    source.stop();
    expect(run.watched.size).toBe(0);
  });

  test('finds the number of a cell, the bias one column after the last input', () => {
    const source = new HeatmapSource(() => {});
    source.take({ kernel: [1, 2, 3, 4, 5, 6], bias: [7, 8, 9], shape: [2, 3] });
    const shape = { inputs: 2, units: 3 };
    expect(source.valueAt({ row: 0, col: 0 }, shape)).toBe(1);
    expect(source.valueAt({ row: 2, col: 1 }, shape)).toBe(6); // input 2 → unit 3
    expect(source.valueAt({ row: 1, col: 2 }, shape)).toBe(8);
  });

  test('in a picture of blocks, a cell answers with its block', () => {
    const source = new HeatmapSource(() => {});
    source.kernel = { data: Float32Array.of(1, 2, 3, 4), rows: 2, cols: 2, exact: false, maxAbs: 4 };
    const shape = { inputs: 100, units: 10 };
    expect(source.valueAt({ row: 0, col: 0 }, shape)).toBe(1);
    expect(source.valueAt({ row: 9, col: 49 }, shape)).toBe(2);
    expect(source.valueAt({ row: 9, col: 99 }, shape)).toBe(4);
  });

  test('blocks of unlike sizes begin where the engine begins them', () => {
    const source = new HeatmapSource(() => {});
    for (const [count, blocks] of [
      [3, 2],
      [7, 3],
      [65, 64],
      [1000, 390],
    ]) {
      const data = Float32Array.from({ length: blocks }, (_, block) => block);
      source.kernel = { data, rows: 1, cols: blocks, exact: false, maxAbs: blocks };
      for (let block = 0; block < blocks; block++) {
        const begin = Math.floor((block * count) / blocks);
        const end = Math.floor(((block + 1) * count) / blocks);
        for (let row = begin; row < end; row++)
          expect(source.valueAt({ row, col: 0 }, { inputs: 1, units: count })).toBe(block);
      }
    }
  });
});

test('describeHeatmap: counts, names the largest weight and says when numbers are broken', () => {
  const layer = {
    heading: 'Hidden 1',
    inputNames: ['width', 'height'],
    inputs: 2,
    units: 2,
    bias: Float32Array.of(0, 0.5),
    step: 12,
  };
  const text = describeHeatmap({
    ...layer,
    kernel: { data: Float32Array.of(1, -3, 0, 2), rows: 2, cols: 2, exact: true },
  });
  expect(text).toContain('Hidden 1: 2 units with 2 inputs each, at step 12.');
  expect(text).toContain('2 weights are positive, 1 negative, 1 zero.');
  expect(text).toContain('width → unit 2, −3.00');
  expect(text).toContain('Biases from 0 to 0.500.');
  const broken = describeHeatmap({
    ...layer,
    kernel: { data: Float32Array.of(1, NaN, 0, 2), rows: 2, cols: 2, exact: true },
  });
  expect(broken).toContain('no longer finite');
});

test('layerCsv: one row a unit, the bias last', () => {
  const csv = layerCsv({ kernel: [1, 2, 3, 4, 5, 6], bias: [7, 8, 9], inputs: 2, units: 3, step: 0 }, [
    'a',
    'b',
  ]);
  expect(csv).toBe('unit,a,b,bias\r\n1,1,4,7\r\n2,2,5,8\r\n3,3,6,9\r\n');
});
