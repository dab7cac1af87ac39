/**
 * Our own builds as contenders, in Node and in Chromium. A contender is
 * `{ id, sameBits, missing?, start() }`; `start` gives a session `{ info, call(method, ...args), close() }`.
 */
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findBrowser, launch } from '../../e2e/support/browsers.js';
import { benchSite } from '../bench-site.js';

const CHILD = fileURLToPath(new URL('./ours-node.js', import.meta.url));
const MODULES = fileURLToPath(new URL('../../../web/engine/modules/', import.meta.url));

// Two threads as in the peers' figures: the reference machine has two cores.
const BUILDS = [
  { name: 'simd', options: { variant: 'simd' }, sameBits: true },
  { name: 'simd-threads', options: { variant: 'simd-threads', threads: 2 }, sameBits: true },
  { name: 'relaxed', options: { variant: 'relaxed', fast: true }, sameBits: false },
];

export async function ours() {
  const missing = (name) =>
    existsSync(`${MODULES}${name}.wasm`) ? undefined : `${name}.wasm has not been built`;
  const noBrowser = findBrowser('chromium') ? undefined : 'chromium is not on this machine';
  return ['node', 'chromium'].flatMap((runtime) =>
    BUILDS.map(({ name, options, sameBits }) => ({
      id: `${runtime}/${name}`,
      sameBits,
      missing: missing(name) ?? (runtime === 'chromium' ? noBrowser : undefined),
      start: () => (runtime === 'node' ? startNode(options) : startChromium(options)),
    })),
  );
}

/** Node 20 has relaxed SIMD behind a flag, later ones know the flag no more. */
function relaxedFlag() {
  return Number(process.versions.node.split('.')[0]) < 22 ? ['--experimental-wasm-relaxed-simd'] : [];
}

async function startNode(options) {
  const child = fork(CHILD, [JSON.stringify(options)], { execArgv: relaxedFlag() });
  const waiting = new Map();
  let nextId = 1;
  const ready = new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      const error = new Error(`the contender's process ended (${code})`);
      reject(error);
      for (const waiter of waiting.values()) waiter.reject(error);
    });
    child.on('message', (message) => {
      if (message.ready) return resolve(message.info);
      const waiter = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) waiter.reject(new Error(message.error));
      else waiter.resolve(message.value);
    });
  });
  const info = await ready;
  return {
    info,
    call: (method, ...args) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        child.send({ id, method, args });
      }),
    close: async () => void child.kill(),
  };
}

async function startChromium(options) {
  const site = await benchSite();
  const browser = await launch('chromium');
  const page = await browser.newPage();
  await page.goto(`${site.url}index.html?options=${encodeURIComponent(JSON.stringify(options))}`);
  await page.waitForFunction('window.benchInfo', { timeout: 30_000 });
  return {
    info: await page.evaluate('window.benchInfo'),
    async call(method, ...args) {
      const reply = await page.evaluate((message) => window.bench(message), { id: 0, method, args });
      if (reply.error) throw new Error(reply.error);
      return reply.value;
    },
    async close() {
      await browser.close();
      await site.close();
    },
  };
}
