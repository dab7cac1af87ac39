import { describe, expect, test } from 'vitest';
import { createCore } from '../../../web/api/core.js';
import { createEngine } from '../../../web/api/index.js';
import { hasModule } from '../support/core.js';
import { errorOf } from '../support/errors.js';
import { circle, circleSpec } from '../support/specs.js';

describe.skipIf(!hasModule('simd'))('inspection through the API', () => {
  test('Run and CoreRun give the same answers, and training has the same bits afterwards', async () => {
    const engine = await createEngine({ variant: 'simd' });
    const run = await engine.createRun(circleSpec(), circle());
    const twin = (await createCore()).createRun(circleSpec(), circle());
    await run.step(30);
    twin.step(30);
    const options = /** @type {const} */ ({ gradient: 'nextBatch', update: true, bins: 6 });
    const inspected = await run.inspectParameter('dense_1/kernel', options);
    expect(inspected).toEqual(twin.inspectParameter('dense_1/kernel', options));
    expect(inspected.gradient?.data.length).toBe(8);
    expect(inspected.step).toBe(30);
    const activations = await run.inspectActivations({ rows: 20, range: [-1, 1] });
    expect(activations).toEqual(twin.inspectActivations({ rows: 20, range: [-1, 1] }));
    expect(activations.layers[0].statistics.count).toBe(80);
    expect(activations.layers[0].histogram?.counts.length).toBe(32); // the default
    expect(await run.cosines('dense_1/kernel')).toEqual(twin.cosines('dense_1/kernel'));
    expect(await run.confusion('train')).toEqual(twin.confusion('train'));
    expect(await run.whatIf('dense_1/kernel', 0, [0, 1])).toEqual(twin.whatIf('dense_1/kernel', 0, [0, 1]));
    expect(await run.whatIf('dense_2/bias', null, [1, 2, 3, 4], { split: 'test' })).toHaveLength(2);
    await run.step(30);
    twin.step(30);
    expect(await run.hash()).toBe(twin.hash());
    engine.dispose();
  });

  test('while a run plays, answers come, and its bits are those of a run that nobody asked', async () => {
    const engine = await createEngine({ variant: 'simd' });
    const [asked, alone] = await Promise.all([
      engine.createRun(circleSpec(), circle()),
      engine.createRun(circleSpec(), circle()),
    ]);
    const paused = new Promise((resolve) => asked.on('paused', resolve));
    await asked.play({ untilStep: 20000 });
    const { step } = await asked.inspectParameter('dense_2/kernel', { gradient: 'allRows', update: true });
    expect(step).toBeLessThan(20000); // it was asked in the middle
    await asked.whatIf('dense_1/kernel', 1, [-1, 1]);
    await paused;
    await alone.step(20000);
    expect(await asked.hash()).toBe(await alone.hash());
    engine.dispose();
  });

  test('wrong questions are refused where they are asked', async () => {
    const run = (await createCore()).createRun(circleSpec(), circle());
    const wrong = /** @type {[() => any, string, string][]} */ ([
      [() => run.inspectParameter('x'), 'unknown_parameter', 'x'],
      [
        () => run.inspectParameter('dense_1/kernel', { gradient: /** @type {any} */ ('all') }),
        'bad_option',
        'gradient',
      ],
      [
        () => run.inspectParameter('dense_1/kernel', { update: /** @type {any} */ (1) }),
        'bad_option',
        'update',
      ],
      [() => run.inspectParameter('dense_1/kernel', { bins: 1.5 }), 'bad_value', 'bins'],
      [() => run.inspectActivations({ rows: 0 }), 'bad_value', 'rows'],
      [() => run.inspectActivations({ range: [1, NaN] }), 'bad_value', 'range'],
      [() => run.inspectActivations({ range: [1, 0] }), 'bad_value', 'range'],
      [() => run.whatIf('dense_1/kernel', -1, [1]), 'bad_value', 'index'],
      [
        () => run.whatIf('dense_1/kernel', 0, [1], { split: /** @type {any} */ ('both') }),
        'bad_option',
        'split',
      ],
      [() => run.confusion(/** @type {any} */ ('both')), 'bad_option', 'split'],
    ]);
    for (const [act, code, field] of wrong) {
      const error = await errorOf(act);
      expect([error.code, error.details.field], String(act)).toEqual([code, field]);
    }
  });
});
