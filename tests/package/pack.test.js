/** The package as npm gives it to somebody: packed, installed elsewhere, used from there. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Consumer, ROOT, run } from './consumer.js';

/** What may lie in the tarball, beside package.json, README and LICENSE. */
const ALLOWED = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
  /^web\/(api|elements|engine|errors|formats|messages|render|schema|worker)\/[\w./-]+\.(js|css|d\.ts|json)$/,
  /^web\/engine\/modules\/(simd|relaxed)(-threads)?\.(wasm|web\.js|node\.js)$/,
  /^dist\/types\/[\w./-]+\.d\.ts$/,
  /^custom-elements\.json$/,
];

const consumer = new Consumer();
beforeAll(() => consumer.install(), 240_000);
afterAll(() => consumer.remove());

describe('the tarball', () => {
  test('holds nothing that is not on the list', () => {
    const strange = consumer.files
      .map(({ path }) => path)
      .filter((path) => !ALLOWED.some((pattern) => pattern.test(path)));
    expect(strange).toEqual([]);
  });

  test('holds every module, with both glues, and the licence', () => {
    const paths = consumer.files.map(({ path }) => path);
    const modules = ['simd', 'simd-threads', 'relaxed', 'relaxed-threads'].flatMap((variant) =>
      ['wasm', 'web.js', 'node.js'].map((end) => `web/engine/modules/${variant}.${end}`),
    );
    expect(paths).toEqual(expect.arrayContaining([...modules, 'LICENSE', 'README.md', 'web/api/index.js']));
  });
});

describe('a Node script', () => {
  test('of ten lines trains with createEngine, prints weights and ends by itself', () => {
    const printed = consumer.node(
      'train.js',
      `import { createEngine } from 'neuron-weights';
const engine = await createEngine();
const layers = [{ type: 'dense', units: 4, activation: 'tanh' }, { type: 'dense', units: 1, activation: 'tanh' }];
const spec = { inputShape: [2], layers, loss: 'meanSquaredError', optimizer: { type: 'adam', learningRate: 0.03 }, batchSize: 10, seed: 7 };
const run = await engine.createRun(spec, { kind: 'generated', name: 'circle' });
const { loss } = await run.evaluate('train');
await run.fit({ epochs: 60 });
const kernel = await run.getWeights('dense_1/kernel');
console.log(JSON.stringify({ before: loss, after: await run.evaluate('train'), shape: kernel.shape, weights: [...kernel.data] }));
`,
    );
    const { before, after, shape, weights } = JSON.parse(printed);
    expect(shape).toEqual([2, 4]);
    expect(weights).toHaveLength(8);
    expect(weights.every((weight) => Number.isFinite(weight) && weight !== 0)).toBe(true);
    expect(after.loss).toBeLessThan(before / 2);
    expect(after.accuracy).toBeGreaterThan(0.9);
  });

  test('uses the synchronous core, on one thread and on two, and ends by itself', () => {
    const printed = consumer.node(
      'core.js',
      `import { createCore } from 'neuron-weights/core';
const layers = [{ type: 'dense', units: 4, activation: 'tanh' }, { type: 'dense', units: 1, activation: 'tanh' }];
const spec = { inputShape: [2], layers, loss: 'meanSquaredError', optimizer: { type: 'adam', learningRate: 0.03 }, batchSize: 10, seed: 7 };
for (const threads of [1, 2]) {
  const core = await createCore({ threads });
  const run = core.createRun(spec, { kind: 'generated', name: 'circle' });
  run.step(1000);
  console.log(JSON.stringify({ threads: core.info.threads, hash: run.hash(), accuracy: run.evaluate('train').accuracy }));
}
`,
    );
    const [one, two] = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect([one.threads, two.threads]).toEqual([1, 2]);
    expect(two.hash).toBe(one.hash);
    expect(one.accuracy).toBeGreaterThan(0.8);
  });

  test('gets NeuronWeightsError with a code from the same entry', () => {
    const printed = consumer.node(
      'refused.js',
      `import { createEngine, NeuronWeightsError } from 'neuron-weights';
const engine = await createEngine();
const layers = [{ type: 'dense', units: 0, activation: 'tanh' }];
try {
  await engine.createRun({ inputShape: [2], layers, loss: 'meanSquaredError' }, { kind: 'generated', name: 'circle' });
} catch (error) {
  console.log(error instanceof NeuronWeightsError, error.code, error.kind, error.details.field);
}
`,
    );
    expect(printed.trim()).toBe('true bad_value caller layers[0].units');
  });
});

describe('types', () => {
  test('resolve in a strict consumer, and refuse what is wrong', () => {
    // The compiler is the repository's own; the package under test is the installed one.
    symlinkSync(
      join(ROOT, 'node_modules', 'typescript'),
      join(consumer.folder, 'node_modules', 'typescript'),
    );
    consumer.write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          target: 'es2022',
          lib: ['es2022', 'dom', 'dom.iterable'],
          module: 'nodenext',
          moduleResolution: 'nodenext',
          types: [],
          skipLibCheck: false,
        },
        files: ['use.ts'],
      }),
    );
    consumer.write(
      'use.ts',
      `import { createEngine, NeuronWeightsError, type Run } from 'neuron-weights';
import { createCore } from 'neuron-weights/core';

export async function train(): Promise<Float32Array> {
  const engine = await createEngine({ threads: 2 });
  const run: Run = await engine.createRun(
    {
      inputShape: [2],
      layers: [{ type: 'dense', units: 1, activation: 'tanh' }],
      loss: 'meanSquaredError',
      optimizer: { type: 'sgd', learningRate: 0.1 },
    },
    { kind: 'generated', name: 'xor' },
  );
  const accuracy: number | null = (await run.evaluate('test')).accuracy;
  if (accuracy === null) throw new NeuronWeightsError('internal');
  const stop: () => void = run.watch({ kind: 'parameter', name: 'dense_1/kernel' }, ({ data, rows }) => data[rows]);
  stop();
  // @ts-expect-error there is no such view
  run.watch({ kind: 'dream' }, () => {});
  // @ts-expect-error a name is a string
  await run.getWeights(3);
  return (await run.getWeights('dense_1/kernel')).data;
}

export const core = createCore;
`,
    );
    expect(
      run(consumer.folder, process.execPath, 'node_modules/typescript/bin/tsc', '--project', 'tsconfig.json'),
    ).toBe('');
  }, 120_000);
});
