/**
 * Our own builds as contenders, in Node and in Chromium. A contender is
 * `{ id, exact, missing?, start() }`; `start` gives a session `{ info, call(method, ...args), close() }`. `exact`: its
 * losses must be those of the others to the last bit.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findBrowser } from '../../e2e/support/browsers.js';
import { startChromium, startNode } from './start.js';

const TRAINER = new URL('./ours-trainer.js', import.meta.url);
const MODULES = fileURLToPath(new URL('../../../web/engine/modules/', import.meta.url));

// Two threads as in the peers' figures: the reference machine has two cores.
const BUILDS = [
  { name: 'simd', options: { variant: 'simd' }, exact: true },
  { name: 'simd-threads', options: { variant: 'simd-threads', threads: 2 }, exact: true },
  { name: 'relaxed', options: { variant: 'relaxed', fast: true }, exact: false },
  { name: 'relaxed-threads', options: { variant: 'relaxed-threads', threads: 2, fast: true }, exact: false },
];

export function ours() {
  const missing = (name) =>
    existsSync(`${MODULES}${name}.wasm`) ? undefined : `${name}.wasm has not been built`;
  const noBrowser = findBrowser('chromium') ? undefined : 'chromium is not on this machine';
  return ['node', 'chromium'].flatMap((runtime) =>
    BUILDS.map(({ name, options, exact }) => ({
      id: `${runtime}/${name}`,
      exact,
      missing: missing(name) ?? (runtime === 'chromium' ? noBrowser : undefined),
      start: () =>
        runtime === 'node' ? startNode(TRAINER, options) : startChromium('ours', 'ours', options),
    })),
  );
}
