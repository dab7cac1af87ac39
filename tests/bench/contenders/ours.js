/**
 * Our own builds as contenders, in Node and in browsers. A contender is
 * `{ id, exact, missing?, takes?(workload), start() }`; `start` gives a session `{ info, call(method, ...args), close() }`.
 * `exact`: its losses must be those of the others to the last bit.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findBrowser } from '../../e2e/support/browsers.js';
import { KERNELS, kernelsFile } from '../bench-site.js';
import { startBrowser, startNode } from './start.js';

const MODULES = fileURLToPath(new URL('../../../web/engine/modules/', import.meta.url));

// Two threads as in the peers' figures: the reference machine has two cores.
const NETS = /^[ABC]/;
const BUILDS = [
  { name: 'simd', variant: 'simd', threads: 1, takes: /./ },
  { name: 'simd-threads, 1', variant: 'simd-threads', threads: 1, takes: NETS },
  { name: 'simd-threads, 2', variant: 'simd-threads', threads: 2, takes: /^(?!K-peak)/ },
  { name: 'relaxed', variant: 'relaxed', threads: 1, takes: /^[^G]/ },
  { name: 'relaxed-threads, 2', variant: 'relaxed-threads', threads: 2, takes: /^(?!K-peak|G)/ },
  { name: 'simd, createEngine', variant: 'simd', threads: 1, takes: NETS, module: 'package' },
];

/** @param {string[]} runtimes */
export function ours(runtimes) {
  return runtimes.flatMap((runtime) => {
    const noBrowser =
      runtime === 'node' || findBrowser(runtime) ? undefined : `${runtime} is not on this machine`;
    return BUILDS.map(({ name, variant, threads, takes, module = 'ours' }) => {
      const fast = variant.startsWith('relaxed');
      const file = `${MODULES}${variant}.wasm`;
      const options = { variant, threads, fast };
      return {
        id: `${runtime}/${name}`,
        exact: !fast,
        takes: ({ id }) => takes.test(id) && (runtime === 'node' || !id.startsWith('G')),
        missing: existsSync(file) ? noBrowser : `${variant}.wasm has not been built`,
        start: () =>
          runtime === 'node'
            ? startNode(
                new URL(`./${module}-trainer.js`, import.meta.url),
                withKernels(options, kernelsFile(variant)),
              )
            : startBrowser(
                runtime,
                'ours',
                module,
                withKernels(options, `${KERNELS}/${variant}/nw_kernels.mjs`),
              ),
      };
    });
  });
}

const withKernels = (options, kernels) => ({ ...options, kernels: String(kernels) });
