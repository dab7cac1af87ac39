/** The peers as contenders: what runs where, as in the peers' own figures. */
import { findBrowser } from '../../e2e/support/browsers.js';
import { startChromium, startNode } from './start.js';

// `isolated`: false where a peer is fastest, or works at all, on a page that is not cross-origin isolated (TF.js' threads do not
// outlive a minifier, and do not help). `only`: the workloads that it can do, or that say something about it.
const PEERS = [
  { id: 'tfjs-wasm', module: 'tfjs', options: { backend: 'wasm' }, isolated: false },
  {
    id: 'tfjs-wasm-convgrad',
    module: 'tfjs',
    options: { backend: 'wasm', convgrad: true },
    only: /^C-\d/,
    isolated: false,
  },
  { id: 'tfjs-cpu', module: 'tfjs', options: { backend: 'cpu' }, only: /^A|^B-(sgd|infer)/ },
  { id: 'jax', module: 'jax', options: {}, isolated: false },
  { id: 'convnetjs', module: 'convnet', options: {} },
  { id: 'brain', module: 'brain', options: {}, only: /^A/ },
  { id: 'onnxruntime-1', module: 'onnx', options: { threads: 1 }, only: /infer/ },
  { id: 'onnxruntime-2', module: 'onnx', options: { threads: 2 }, only: /infer/ },
];

export function peers() {
  const noBrowser = findBrowser('chromium') ? undefined : 'chromium is not on this machine';
  return ['node', 'chromium'].flatMap((runtime) =>
    PEERS.map(({ id, module, options, only, isolated }) => ({
      id: `${runtime}/${id}`,
      isPeer: true,
      exact: false,
      takes: (workload) => !only || only.test(workload),
      missing: runtime === 'chromium' ? noBrowser : undefined,
      start: () =>
        runtime === 'node'
          ? startNode(new URL(`../peers/${module}.js`, import.meta.url), options)
          : startChromium('peers', module, options, { isolated }),
    })),
  );
}
