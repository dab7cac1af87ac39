/** The site: every .html below web/ is a page. Sources in web/, result in dist/site. */
import { join, relative } from 'node:path';
import { defineConfig } from 'vite';
import { WEB, sitePages } from './scripts/lib/pages.mjs';
import { SITE } from './scripts/lib/paths.mjs';
import { ISOLATION } from './scripts/lib/static-server.mjs';

export default defineConfig(async () => ({
  root: WEB,
  base: './', // works at any place of a server
  publicDir: join(WEB, 'public'),
  build: {
    outDir: relative(WEB, SITE),
    emptyOutDir: true,
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // where light-dark() is, which is used as it stands
    assetsInlineLimit: 0, // a .wasm or worker inside a script would be counted and cached wrongly
    rolldownOptions: { input: Object.fromEntries((await sitePages()).map(({ name, file }) => [name, file])) },
  },
  worker: { format: /** @type {const} */ ('es') },
  server: { host: '127.0.0.1', headers: ISOLATION },
  preview: { host: '127.0.0.1', headers: ISOLATION },
}));
