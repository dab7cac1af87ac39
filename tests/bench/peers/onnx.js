/** onnxruntime-web, on its wasm backend. It does not train. */
import * as ort from 'onnxruntime-web';
import { Unable } from '../contenders/session.js';
import { batchesOf, lossOf } from '../workloads.js';
import { onnxModel } from './onnx-model.js';

/** @param {{ threads: number }} options */
export async function makeTrainer({ threads }) {
  ort.env.wasm.numThreads = threads;
  if (typeof location !== 'undefined') {
    const [{ default: wasm }, { default: mjs }] = await Promise.all([
      import('onnxruntime-web/ort-wasm-simd-threaded.jsep.wasm?url'),
      import('onnxruntime-web/ort-wasm-simd-threaded.jsep.mjs?url'),
    ]);
    const file = (url) => new URL(url, location.href).href;
    ort.env.wasm.wasmPaths = { wasm: file(wasm), mjs: file(mjs) };
  }
  let work = null;
  let session = null;
  let batches = [];

  return {
    info: { version: ort.env.versions.web, threads },

    async load(given, rows, weights) {
      work = given;
      if (work.mode === 'train') throw new Unable('onnxruntime-web does not train');
      session = await ort.InferenceSession.create(onnxModel(work, weights), { executionProviders: ['wasm'] });
      const [height, width] = work.inputShape;
      const shape = work.inputShape.length === 3 ? [1, height, width] : work.inputShape;
      batches = batchesOf(work, rows).map(({ inputs, targets }) => ({
        targets,
        x: new ort.Tensor('float32', inputs, [work.batchSize, ...shape]),
      }));
    },

    async infer(count) {
      for (let batch = 0; batch < count; batch++) await session.run({ x: batches[batch % batches.length].x });
    },

    async loss() {
      let sum = 0;
      for (const { x, targets } of batches) sum += lossOf(work, (await session.run({ x })).y.data, targets);
      return sum / batches.length;
    },

    async unload() {
      await session.release();
      batches = [];
    },
  };
}
