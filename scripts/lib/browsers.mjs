/** Starting the browser that takes screenshots. (The browser tests have their own ways, in tests/e2e/support.) */
import puppeteer from 'puppeteer-core';
import { findTool, provideHostTools } from '../toolchain/host.mjs';

/** Root has no sandbox in Chromium; the rest keeps it from calling home. */
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--hide-scrollbars'],
];

/** @returns {Promise<import('puppeteer-core').Browser>} */
export async function launchChromium() {
  await provideHostTools(['chromium']);
  return puppeteer.launch({ executablePath: findTool('chromium'), args: FLAGS, headless: true });
}
