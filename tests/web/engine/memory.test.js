/** How much memory a module takes: sizes are counted, and so they can be promised. */
import { describe, expect, test } from 'vitest';
import { loadGlue } from '../../../web/engine/load-node.js';
import { EngineCore } from '../../../web/engine/core.js';
import { instantiate } from '../../../web/engine/load-module.js';
import { checkSource } from '../../../web/schema/data-source.js';
import { normalizeSpec } from '../../../web/schema/spec.js';
import { hasModule } from '../support/core.js';
import { softmax } from '../support/networks.js';

const MEGABYTE = 2 ** 20;

describe.each([
  ['simd', 1],
  ['simd-threads', 2],
  ['simd-threads', 8],
])('%s, %i threads', (variant, threads) => {
  test.skipIf(!hasModule(/** @type {any} */ (variant)))(
    'a CNN on 10,000 images of 28x28, batch 64: under 64 MB with its data, which is there once',
    async () => {
      const module = await instantiate(await loadGlue(/** @type {any} */ (variant)), { threads });
      const core = new EngineCore(module, { threads });
      const memory = () => module.wasmMemory.buffer.byteLength / MEGABYTE;
      const rows = 10_000;
      const { dataset } = core.createDataset(
        checkSource({
          kind: 'table',
          inputs: new Float32Array(rows * 784).fill(0.5),
          rows,
          columns: 784,
          targets: Float32Array.from({ length: rows }, (_, row) => row % 10),
          classes: 10,
        }),
      );
      const layers = [8, 16].flatMap((filters) => [
        { type: 'conv2d', filters, kernelSize: 5, padding: 'same', activation: 'relu' },
        { type: 'maxPooling2d', poolSize: 2 },
      ]);
      const spec = /** @type {any} */ ({
        inputShape: [28, 28, 1],
        layers: [...layers, { type: 'flatten' }, softmax],
        optimizer: 'adam',
        batchSize: 64,
      });
      const { run, bytes } = core.createRun(normalizeSpec(spec), dataset);
      const planned = memory();
      core.advance([run], [20], 0);
      core.evaluate(run, 'test');
      expect(memory()).toBe(planned); // nothing is taken while it trains
      expect(planned).toBeLessThan(64);
      expect(bytes / MEGABYTE).toBeLessThan(16);
    },
  );
});
