import { describe, expect, test } from 'vitest';
import { hasModule, makeCore } from '../support/core.js';
import { circle, circleSpec, wideSpec } from '../support/specs.js';

/** @param {Awaited<ReturnType<typeof makeCore>>} core @param {any} spec */
function hashAfter200(core, spec) {
  const { run } = core.createRun(spec, core.createDataset(circle({ samples: 1000 })).dataset);
  core.advance([run], [200], 0);
  return core.hash(run);
}

describe.skipIf(!hasModule('simd') || !hasModule('simd-threads'))(
  'the same bits on any number of threads',
  () => {
    test.each([1, 2, 3, 4, 8])('%i', async (threads) => {
      const single = await makeCore('simd', 1);
      const core = await makeCore('simd-threads', threads);
      expect(core.info.threads).toBe(threads);
      for (const spec of [circleSpec(), wideSpec()]) {
        expect(hashAfter200(core, spec)).toBe(hashAfter200(single, spec));
      }
    });

    test('many small runs spread over threads are each what they are alone', async () => {
      const single = await makeCore('simd', 1);
      const core = await makeCore('simd-threads', 4);
      const { dataset } = core.createDataset(circle({ samples: 1000 }));
      const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9];
      const runs = seeds.map((seed) => core.createRun(circleSpec({ seed }), dataset).run);
      const big = core.createRun(wideSpec(), dataset).run;
      core.advance([...runs, big], [...runs.map(() => 200), 200], 0);
      expect(runs.map((run) => core.hash(run))).toEqual(
        seeds.map((seed) => hashAfter200(single, circleSpec({ seed }))),
      );
      expect(core.hash(big)).toBe(hashAfter200(single, wideSpec()));
    });

    test('a checkpoint goes on with the same bits on another number of threads', async () => {
      const one = await makeCore('simd-threads', 1);
      const three = await makeCore('simd-threads', 3);
      const source = circle({ samples: 1000 });
      const from = one.createRun(wideSpec(), one.createDataset(source).dataset).run;
      one.advance([from], [90], 0);
      const to = three.createRun(wideSpec(), three.createDataset(source).dataset).run;
      three.restore(to, one.checkpoint(from));
      three.advance([to], [110], 0);
      expect(three.hash(to)).toBe(hashAfter200(one, wideSpec()));
    });
  },
);
