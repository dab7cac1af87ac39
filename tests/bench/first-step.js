/** Milliseconds from navigation to the first training step, in Chromium, each time in a fresh profile; and what was loaded. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findBrowser, launch } from '../e2e/support/browsers.js';
import { SITE_FOLDER, serveSite } from '../e2e/support/site.js';
import { benchSite } from './bench-site.js';
import { summarize } from './report.js';

// DESIGN section 8, on the 2-core reference machine.
const PLAYGROUND_BUDGET_MS = 500;
const BARE_BUDGET_MS = 250;

/** Presses play as soon as there is something to press, and notes when the run has taken a step. Runs in the page. */
function pressPlayAtOnce() {
  const find = (root) => {
    const found = root.querySelector('[data-control="play"]');
    if (found) return found;
    for (const element of root.querySelectorAll('*')) {
      const inside = element.shadowRoot && find(element.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };
  const look = () => {
    const run = document.querySelector('nw-playground')?.run;
    if (run && run.state.step > 0) {
      window.firstStep = performance.now();
      return;
    }
    const button = find(document);
    if (run && button && !button.disabled && !window.pressed) {
      window.pressed = performance.now();
      button.click();
    }
    setTimeout(look, 2);
  };
  look();
}

/** One visit in a fresh profile. `serve` gives the site, with the folder of its files. */
async function visit({ serve, path = '', prepare }) {
  /** @type {Set<string>} */
  const loaded = new Set();
  const site = await serve({ onRequest: (asked) => loaded.add(asked) });
  const browser = await launch('chromium');
  try {
    const page = await browser.newPage();
    if (prepare) await page.evaluateOnNewDocument(prepare);
    await page.goto(`${site.url}${path}`);
    await page.waitForFunction('window.firstStep > 0', { timeout: 30_000, polling: 20 });
    return {
      milliseconds: await page.evaluate('window.firstStep'),
      kilobytes: gzippedKilobytes(site.folder, loaded),
    };
  } finally {
    await browser.close();
    await site.close();
  }
}

function gzippedKilobytes(folder, paths) {
  let bytes = 0;
  for (const path of paths) {
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    if (existsSync(file)) bytes += gzipSync(readFileSync(file)).length;
  }
  return bytes / 1000;
}

const PEERS = [
  { title: 'ConvNetJS', name: 'convnet' },
  { title: 'brain.js', name: 'brain' },
  { title: 'TF.js wasm', name: 'tfjs', options: { backend: 'wasm' }, isolated: false },
  { title: 'TF.js cpu', name: 'tfjs', options: { backend: 'cpu' } },
  { title: 'jax-js', name: 'jax', isolated: false },
];

const peerPages = () =>
  PEERS.map(({ title, name, options = {}, isolated }) => ({
    title,
    path: `first.html?name=${name}&options=${encodeURIComponent(JSON.stringify(options))}`,
    serve: (more) => benchSite('peers', { ...more, isolated }),
  }));

const ourPages = () => [
  {
    title: 'Neuron Weights, a bare page',
    path: 'bare.html',
    serve: (options) => benchSite('ours', options),
    budgetMs: BARE_BUDGET_MS,
  },
  {
    title: 'Neuron Weights, the playground',
    serve: async (options) => ({ ...(await serveSite(options)), folder: SITE_FOLDER }),
    prepare: pressPlayAtOnce,
    budgetMs: PLAYGROUND_BUDGET_MS,
  },
];

/**
 * In turns as everything else: A B C, A B C.
 *
 * @param {{ rounds: number, withPeers: boolean, say: (text: string) => void }} options
 */
export async function firstSteps({ rounds, withPeers, say }) {
  if (!findBrowser('chromium')) return {};
  const [bare, playground] = ourPages();
  const hasSite = existsSync(SITE_FOLDER);
  if (!hasSite) say('first step of the playground: left out, dist/site has not been built');
  const pages = [bare, ...(hasSite ? [playground] : []), ...(withPeers ? peerPages() : [])];
  say('E: first training step after navigation');
  const visits = pages.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, page] of pages.entries()) visits[index].push(await visit(page));
  return Object.fromEntries(
    pages.map(({ title, budgetMs }, index) => {
      const values = visits[index].map(({ milliseconds }) => milliseconds);
      const { kilobytes } = visits[index][0];
      return [title, { milliseconds: { ...summarize(values), values }, kilobytes, budgetMs }];
    }),
  );
}
