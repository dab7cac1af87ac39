import { expect, test } from 'vitest';
import { PointHistory } from '../../../web/api/point-history.js';

const point = (/** @type {number} */ step) => /** @type {any} */ ({ step, epoch: 0, train: {}, test: null });
const steps = (/** @type {PointHistory} */ history) => history.points.map(({ step }) => step);
const range = (/** @type {number} */ n) => Array.from({ length: n }, (_, i) => i);

test('PointHistory: stays bounded, keeps its ends, and stays in order', () => {
  const history = new PointHistory(100);
  for (const step of range(10_001)) {
    history.add([point(step)]);
    expect(history.points.length).toBeLessThanOrEqual(100);
    expect(history.points.at(-1).step).toBe(step); // the newest, whichever the thinning leaves
  }
  const kept = steps(history);
  expect([kept[0], kept.at(-1)]).toEqual([0, 10_000]);
  expect(kept.length).toBeGreaterThan(40);
  expect(kept).toEqual([...kept].sort((a, b) => a - b));
  const gaps = kept.slice(1).map((step, i) => step - kept[i]);
  expect(Math.max(...gaps)).toBeLessThan(1000); // no part of the curve is lost
});

test('PointHistory: a point of an earlier step drops what came after it', () => {
  const history = new PointHistory();
  history.add(range(10).map(point));
  history.add([point(4)]);
  expect(steps(history)).toEqual([0, 1, 2, 3, 4]);
});

test('PointHistory: the same step again replaces its point', () => {
  const history = new PointHistory();
  history.add([point(0), point(1)]);
  const newer = point(1);
  history.add([newer]);
  expect(history.points.length).toBe(2);
  expect(history.points[1]).toBe(newer);
});

test('PointHistory: truncate keeps the step itself; clear keeps nothing', () => {
  const history = new PointHistory();
  history.add(range(5).map(point));
  history.truncate(2);
  expect(steps(history)).toEqual([0, 1, 2]);
  history.clear();
  expect(steps(history)).toEqual([]);
});
