/**
 * The generated digits are like real ones: a network that has seen nothing else recognizes real ones.
 *
 * Whoever changes how digits are drawn looks at the images 0 … 4999 of MNIST's test part only; 5000 … 9999 are for this test.
 */
import { expect, test } from 'vitest';
import { checkSource } from '../../../web/schema/data-source.js';
import { normalizeSpec } from '../../../web/schema/spec.js';
import { hasModule, makeCore } from '../support/core.js';
import { hasData } from '../support/data.js';
import { convolutions, softmax } from '../support/networks.js';
import { readMnist } from '../support/real-tables.js';

const SAMPLES = 20_000;
const BATCH = 64;
const EPOCHS = 5;
const FIRST_UNSEEN = 5000;
const PIXELS = 784;
const AT_LEAST = 0.85;
const FILES = ['mnist/t10k-images-idx3-ubyte.gz', 'mnist/t10k-labels-idx1-ubyte.gz'];

test.skipIf(!hasModule('simd') || !FILES.map(hasData).every(Boolean))(
  `trained on ${SAMPLES} generated digits alone, the small network recognizes ${100 * AT_LEAST} % of MNIST`,
  async () => {
    const core = await makeCore();
    const source = /** @type {const} */ ({
      kind: 'images',
      name: 'strokeDigits',
      samples: SAMPLES,
      seed: 1,
      split: { kind: 'none' },
    });
    const { dataset } = core.createDataset(checkSource(source));
    /** @type {import('../../../web/schema/spec.js').NetworkSpecInput} */
    const spec = {
      inputShape: [28, 28, 1],
      layers: [...convolutions, { type: 'flatten' }, softmax],
      optimizer: { type: 'adam', learningRate: 0.001 },
      batchSize: BATCH,
      seed: 1,
    };
    const { run } = core.createRun(normalizeSpec(spec), dataset);
    core.advance([run], [EPOCHS * Math.ceil(SAMPLES / BATCH)], 0);

    const { inputs, targets } = /** @type {any} */ (await readMnist());
    const unseen = inputs.subarray(FIRST_UNSEEN * PIXELS);
    const rows = unseen.length / PIXELS;
    const { data, columns } = core.predict(run, unseen, rows);
    let correct = 0;
    for (let row = 0; row < rows; row++) {
      const answers = data.subarray(row * columns, (row + 1) * columns);
      if (answers.indexOf(Math.max(...answers)) === targets[FIRST_UNSEEN + row]) correct++;
    }
    console.log(`generated digits → MNIST ${FIRST_UNSEEN} to 9999: ${(correct / rows).toFixed(4)}`);
    expect(rows).toBe(5000);
    expect(correct / rows).toBeGreaterThanOrEqual(AT_LEAST);
  },
  5 * 60_000,
);
