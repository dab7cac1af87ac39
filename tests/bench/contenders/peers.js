/** The peers as contenders: what runs where, as in the peers' own figures. */
import { findBrowser } from '../../e2e/support/browsers.js';
import { startBrowser, startNode } from './start.js';

// `isolated`: false where a peer is fastest, or works at all, on a page that is not cross-origin isolated (TF.js' threads do not
// outlive a minifier, and do not help). `only`: the workloads that it can do, or that say something
// about it; TF.js' cpu backend would take six seconds for a step of C.
const NETS = /^[ABC]/;
const PEERS = [
  { id: 'TF.js wasm', module: 'tfjs', options: { backend: 'wasm' }, only: /^[ABCD]/, isolated: false },
  {
    id: 'TF.js wasm, convgrad',
    module: 'tfjs',
    options: { backend: 'wasm', convgrad: true },
    only: /^C-\d/,
    isolated: false,
  },
  { id: 'TF.js cpu', module: 'tfjs', options: { backend: 'cpu' }, only: /^(A|B-sgd-32|B-infer-32)/ },
  { id: 'jax-js', module: 'jax', options: {}, only: /^[ABCD]/, isolated: false },
  { id: 'ConvNetJS', module: 'convnet', options: {}, only: NETS },
  { id: 'brain.js', module: 'brain', options: {}, only: NETS },
  { id: 'onnxruntime-web, 1', module: 'onnx', options: { threads: 1 }, only: /infer|^D/ },
  { id: 'onnxruntime-web, 2', module: 'onnx', options: { threads: 2 }, only: /infer|^D/ },
];

/** @param {string[]} runtimes */
export function peers(runtimes) {
  return runtimes.flatMap((runtime) =>
    PEERS.map(({ id, module, options, only, isolated }) => ({
      id: `${runtime}/${id}`,
      isPeer: true,
      exact: false,
      takes: (workload) => only.test(workload.id),
      missing: runtime === 'node' || findBrowser(runtime) ? undefined : `${runtime} is not on this machine`,
      start: () =>
        runtime === 'node'
          ? startNode(new URL(`../peers/${module}.js`, import.meta.url), options)
          : startBrowser(runtime, 'peers', module, options, { isolated }),
    })),
  );
}
