/**
 * The browsers of these tests: Debian's chromium (CDP) and firefox-esr (WebDriver BiDi), both by puppeteer-core.
 *
 * One browser a test file; every test gets a page in a fresh context, so that nothing is stored from one to the next.
 */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { isRequired } from './environment.js';

/** @typedef {'chromium' | 'firefox'} BrowserName */

const PROGRAMS = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  firefox: ['firefox-esr', 'firefox'],
};
const VARIABLES = { chromium: 'NW_CHROMIUM', firefox: 'NW_FIREFOX' };

// As root Chromium has no sandbox; the others keep it from asking the network for anything but the page.
const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where a browser is, or null. @param {BrowserName} name */
export function findBrowser(name) {
  const named = process.env[VARIABLES[name]];
  if (named) return isProgram(named) ? named : null;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const program of PROGRAMS[name]) {
      const path = join(folder, program);
      if (isProgram(path)) return path;
    }
  }
  return null;
}

/**
 * @param {BrowserName} name
 * @param {{ dark?: boolean, flags?: string[] }} [options]  dark: what the system is said to prefer. Firefox takes it
 *   from a preference at its start, since BiDi has no command for it; Chromium is told page by page.
 */
export function launch(name, { dark = false, flags = [] } = {}) {
  const executablePath = findBrowser(name);
  if (!executablePath) throw new Error(`${name} was not found on PATH`);
  const common = { executablePath, headless: true, protocolTimeout: 240_000, timeout: 60_000 };
  if (name === 'firefox') {
    return puppeteer.launch({
      ...common,
      browser: 'firefox',
      args: flags,
      extraPrefsFirefox: { 'ui.systemUsesDarkTheme': dark ? 1 : 0, 'ui.prefersReducedMotion': 0 },
    });
  }
  return puppeteer.launch({ ...common, browser: 'chrome', args: [...CHROMIUM_FLAGS, ...flags] });
}

/**
 * Runs the same tests in every browser. The body gets a way to open pages; all of them share one browser process.
 *
 * @param {string} title
 * @param {(browser: BrowserHandle) => void} body
 * @param {{ dark?: boolean, only?: BrowserName[], flags?: string[] }} [options]
 */
export function inEveryBrowser(title, body, { dark, only, flags } = {}) {
  for (const name of only ?? /** @type {BrowserName[]} */ (['chromium', 'firefox'])) {
    if (!findBrowser(name)) {
      const missing = `${title}: ${name} is not on this machine`;
      if (isRequired('browsers')) {
        test(missing, () => {
          throw new Error(`${missing}, and NW_REQUIRE asks for browsers`);
        });
      } else {
        test.skip(missing, () => {});
      }
      continue;
    }
    describe(`${title} [${name}]`, () => {
      const handle = new BrowserHandle(name, { dark });
      beforeAll(async () => {
        handle.browser = await launch(name, { dark, flags });
      }, 90_000);
      afterAll(async () => {
        await handle.browser?.close();
      }, 30_000);
      body(handle);
    });
  }
}

/** One running browser of a test file. */
export class BrowserHandle {
  /** @type {import('puppeteer-core').Browser | undefined} */
  browser;

  #dark;

  /** @param {BrowserName} name @param {{ dark?: boolean }} [options] */
  constructor(name, { dark = false } = {}) {
    this.name = name;
    this.#dark = dark;
  }

  /** A page in a context of its own: `close()` drops both. */
  async newPage() {
    if (!this.browser) throw new Error('pages can be opened in tests only');
    const context = await this.browser.createBrowserContext();
    const page = await context.newPage();
    if (this.name === 'chromium') {
      await page.emulateMediaFeatures([
        { name: 'prefers-color-scheme', value: this.#dark ? 'dark' : 'light' },
      ]);
    }
    return { page, close: () => context.close() };
  }
}
