import { describe, expect, test } from 'vitest';
import { EarlyStopping } from '../../../web/api/early-stopping.js';
import { errorOf } from '../support/errors.js';

const metrics = (loss, accuracy = null) => ({
  rows: 10,
  loss,
  dataLoss: loss,
  penalty: 0,
  accuracy,
  r2: null,
});
const point = (step, testLoss, testAccuracy = null) => ({
  step,
  train: metrics(testLoss / 2, testAccuracy),
  test: metrics(testLoss, testAccuracy),
});

/** After how many epochs it stops, or null. */
function stopsAfter(stopping, losses) {
  const at = losses.findIndex((loss, i) => stopping.add(point(10 * (i + 1), loss)));
  return at < 0 ? null : at + 1;
}

describe('EarlyStopping', () => {
  test('stops after as many epochs without a better value as asked, and knows the best', () => {
    const stopping = new EarlyStopping({ patience: 3 });
    expect(stopsAfter(stopping, [5, 4, 4.5, 3, 3.1, 3.2, 3, 2])).toBe(7);
    expect(stopping.rewindTo(70)).toBe(40);
  });

  test('waits five epochs unless told otherwise', () => {
    expect(stopsAfter(new EarlyStopping({}), [1, 2, 2, 2, 2, 2, 2])).toBe(6);
  });

  test('goes on while it gets better', () => {
    const losses = Array.from({ length: 50 }, (_, i) => 1 / (i + 1));
    const stopping = new EarlyStopping({ patience: 1 });
    expect(stopsAfter(stopping, losses)).toBe(null);
    expect(stopping.rewindTo(500)).toBe(null); // stands at the best
  });

  test('better by less than minDelta is not better', () => {
    expect(stopsAfter(new EarlyStopping({ patience: 2, minDelta: 0.1 }), [1, 0.95, 0.91, 0.5])).toBe(3);
    expect(stopsAfter(new EarlyStopping({ patience: 2, minDelta: 0.1 }), [1, 0.95, 0.85, 0.8, 0.5])).toBe(
      null,
    );
  });

  test.each(['test.accuracy', 'train.accuracy'])('of %s, more is better', (monitor) => {
    const stopping = new EarlyStopping({ monitor: /** @type {any} */ (monitor), patience: 2 });
    const stops = [0.5, 0.9, 0.9, 0.8].map((accuracy, i) => stopping.add(point(i + 1, i, accuracy)));
    expect(stops).toEqual([false, false, false, true]);
    expect(stopping.rewindTo(4)).toBe(2);
  });

  test('reads the split it is told to', () => {
    const rising = (step) => ({ step, train: metrics(1 / step), test: metrics(step) });
    const train = new EarlyStopping({ monitor: 'train.loss', patience: 1 });
    const test = new EarlyStopping({ monitor: 'test.loss', patience: 1 });
    expect([train.add(rising(1)), test.add(rising(1))]).toEqual([false, false]);
    expect([train.add(rising(2)), test.add(rising(2))]).toEqual([false, true]);
  });

  test('a loss that is no number is never better', () => {
    const stopping = new EarlyStopping({ patience: 2 });
    expect(stopsAfter(stopping, [NaN, NaN])).toBe(2);
    expect(stopping.rewindTo(20)).toBe(null);
  });

  test('restoreBest false stays where it is', () => {
    const stopping = new EarlyStopping({ patience: 1, restoreBest: false });
    expect(stopsAfter(stopping, [1, 2])).toBe(2);
    expect(stopping.rewindTo(20)).toBe(null);
  });

  test('what the data does not have cannot be watched', async () => {
    const regression = { train: metrics(1), test: null };
    const error = await errorOf(() => new EarlyStopping({}).check(regression));
    expect([error.code, error.details.field, error.details.options]).toEqual([
      'bad_option',
      'earlyStopping.monitor',
      ['train.loss'],
    ]);
    const accuracy = new EarlyStopping({ monitor: 'train.accuracy' });
    expect((await errorOf(() => accuracy.check(regression))).code).toBe('bad_option');
    expect(() => accuracy.check(point(0, 1, 0.5))).not.toThrow();
  });

  test.each([
    [{ monitor: 'loss' }, 'bad_option', 'earlyStopping.monitor'],
    [{ patience: 0 }, 'bad_value', 'earlyStopping.patience'],
    [{ patience: 1.5 }, 'bad_value', 'earlyStopping.patience'],
    [{ minDelta: -1 }, 'bad_value', 'earlyStopping.minDelta'],
    [{ restoreBest: 1 }, 'bad_value', 'earlyStopping.restoreBest'],
    [{ patients: 3 }, 'bad_option', 'earlyStopping'],
  ])('refuses %o', async (options, code, field) => {
    const error = await errorOf(() => new EarlyStopping(/** @type {any} */ (options)));
    expect([error.code, error.details.field]).toEqual([code, field]);
  });
});
