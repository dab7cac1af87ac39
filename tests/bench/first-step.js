/** Milliseconds from navigation to the first training step, in Chromium, each time in a fresh profile. */
import { existsSync } from 'node:fs';
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

async function measure(url, rounds, prepare) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const browser = await launch('chromium');
    try {
      const page = await browser.newPage();
      if (prepare) await page.evaluateOnNewDocument(prepare);
      await page.goto(url);
      await page.waitForFunction('window.firstStep > 0', { timeout: 30_000, polling: 20 });
      times.push(await page.evaluate('window.firstStep'));
    } finally {
      await browser.close();
    }
  }
  return { ...summarize(times), values: times };
}

/** @param {{ rounds: number, say: (text: string) => void }} options */
export async function firstSteps({ rounds, say }) {
  if (!findBrowser('chromium')) return {};
  const results = {};
  const bare = await benchSite();
  say('first step: a bare page with the package');
  results['bare page with the package'] = {
    milliseconds: await measure(`${bare.url}bare.html`, rounds),
    budgetMs: BARE_BUDGET_MS,
  };
  await bare.close();
  if (existsSync(SITE_FOLDER)) {
    const site = await serveSite();
    say('first step: the playground');
    results.playground = {
      milliseconds: await measure(site.url, rounds, pressPlayAtOnce),
      budgetMs: PLAYGROUND_BUDGET_MS,
    };
    await site.close();
  } else {
    say('first step of the playground: left out, dist/site has not been built');
  }
  return results;
}
