/** Starts contenders: each in a process of its own, Node's or a browser's with a fresh profile. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { launch } from '../../e2e/support/browsers.js';
import { benchSite } from '../bench-site.js';
import { Unable } from './session.js';

const CHILD = fileURLToPath(new URL('./node-child.js', import.meta.url));

/** @param {{ error?: string, unable?: boolean, value?: any }} reply */
function valueOf({ error, unable, value }) {
  if (error) throw unable ? new Unable(error) : new Error(error);
  return value;
}

/** Node 20 has relaxed SIMD behind a flag, later ones know the flag no more. */
function relaxedFlag() {
  return Number(process.versions.node.split('.')[0]) < 22 ? ['--experimental-wasm-relaxed-simd'] : [];
}

/**
 * @param {URL} module   whose makeTrainer(options) makes the trainer
 * @param {object} options
 */
export async function startNode(module, options) {
  const child = fork(CHILD, [module.href, JSON.stringify(options)], { execArgv: relaxedFlag() });
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
      waiter.resolve(message);
    });
  });
  const info = await ready;
  return {
    info,
    async call(method, ...args) {
      const reply = await new Promise((resolve, reject) => {
        const id = nextId++;
        waiting.set(id, { resolve, reject });
        child.send({ id, method, args });
      });
      return valueOf(reply);
    },
    close: async () => void child.kill(),
  };
}

/**
 * @param {import('../../e2e/support/browsers.js').BrowserName} runtime
 * @param {'ours' | 'peers'} pages   which bundle has the trainer
 * @param {string} name              of the trainer in it
 * @param {object} options
 * @param {{ isolated?: boolean }} [serving]
 */
export async function startBrowser(runtime, pages, name, options, serving) {
  const site = await benchSite(pages, serving);
  const browser = await launch(runtime);
  const page = await browser.newPage();
  await page.goto(
    `${site.url}index.html?name=${name}&options=${encodeURIComponent(JSON.stringify(options))}`,
  );
  await page.waitForFunction('window.benchInfo', { timeout: 30_000 });
  return {
    info: await page.evaluate('window.benchInfo'),
    call: async (method, ...args) =>
      valueOf(await page.evaluate((message) => window.bench(message), { id: 0, method, args })),
    async close() {
      await browser.close();
      await site.close();
    },
  };
}
