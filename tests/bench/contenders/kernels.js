/** Our kernels alone as a trainer: the module of tests/bench/engine/kernels.cpp. */
import { meanSquare, startWeights } from '../workloads.js';

// In the order of the enumeration there.
const KINDS = ['peak', 'product', 'productNt', 'productTn', 'convolution', 'convolutionBackward'];

/** @param {{ url: string, threads: number }} options */
export async function makeKernels({ url, threads }) {
  const { default: createModule } = await import(/* @vite-ignore */ url);
  const module = await createModule();
  const place = (pointer, values) => module.HEAPF32.set(values, pointer / 4);
  return {
    load({ kernel: { kind, m, n, k }, layers, ...work }, rows) {
      module._prepare(KINDS.indexOf(kind), m, n, k, threads);
      if (!layers) return; // its own random numbers
      place(module._operand_a(), rows.inputs);
      place(module._operand_b(), startWeights({ layers, ...work })[0].kernel);
    },
    infer: (count) => void module._run(count),
    loss() {
      module._run(1);
      const from = module._output() / 4;
      return meanSquare(module.HEAPF32.subarray(from, from + module._output_floats()));
    },
    unload() {},
  };
}
