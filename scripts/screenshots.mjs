/** `npm run screenshots`: every page of the site, wide and on a phone, light and dark, into build/screenshots. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readArgs } from './lib/args.mjs';
import { Failure, main, say } from './lib/log.mjs';
import { BUILD, SITE } from './lib/paths.mjs';
import { requireNode } from './toolchain/node.mjs';

const USAGE = `npm run screenshots                  every page
npm run screenshots -- --page index  one page
npm run screenshots -- --whole       as tall as the page is, instead of what fits the screen`;

const SCREENS = {
  wide: { width: 1440, height: 900 },
  phone: { width: 390, height: 844, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};
const THEMES = ['light', 'dark'];
const TRAINING_MS = 2500; // long enough that weights and curves show something

await main(async () => {
  const options = readArgs({ page: { type: 'string' }, whole: { type: 'boolean' } }, USAGE);
  await requireNode();
  const { buildSite } = await import('./lib/site.mjs');
  const { launchChromium } = await import('./lib/browsers.mjs');
  const { serveFolder } = await import('./lib/static-server.mjs');
  const { sitePages } = await import('./lib/pages.mjs');

  const pages = (await sitePages()).filter(({ name }) => !options.page || name === options.page);
  if (pages.length === 0) throw new Failure(`There is no page ${options.page}.`);
  await buildSite();
  const folder = join(BUILD, 'screenshots');
  await mkdir(folder, { recursive: true });
  const server = await serveFolder(SITE);
  const browser = await launchChromium();
  try {
    for (const page of pages)
      for (const screen of Object.keys(SCREENS))
        for (const theme of THEMES) {
          const file = join(folder, `${page.name}-${screen}-${theme}.png`);
          await shoot(browser, new URL(page.path, server.url).href, screen, theme, file, options.whole);
          say(file);
        }
  } finally {
    await browser.close();
    await server.close();
  }
});

/** One picture. Whatever the page trains is started first: a page at rest hides half of what it can show. */
async function shoot(browser, url, screen, theme, file, whole = false) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => say(`${url}: ${error.message}`));
    await page.setViewport(SCREENS[screen]);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    await page.goto(url, { waitUntil: 'networkidle0' });
    const started = await page.evaluate(() => {
      const play = /** @type {HTMLElement | null} */ (document.querySelector('[data-control="play"]'));
      play?.click();
      return Boolean(play);
    });
    if (started) await new Promise((resolve) => setTimeout(resolve, TRAINING_MS));
    await page.screenshot({ path: /** @type {`${string}.png`} */ (file), fullPage: whole });
  } finally {
    await context.close();
  }
}
