/** The site: every index.html below web/ is a page. Sources in web/, result in dist/site. */
import { readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { ISOLATION } from './scripts/lib/static-server.mjs';

const root = fileURLToPath(new URL('web', import.meta.url));

/** Pages by name: web/index.html is `index`, web/lessons/bias/index.html is `lessons/bias`. */
const pages = Object.fromEntries(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .map((file) => [dirname(file) === '.' ? file.replace('.html', '') : dirname(file), join(root, file)]),
);

export default defineConfig({
  root,
  base: './', // works at any place of a server
  publicDir: join(root, 'public'),
  build: {
    outDir: relative(root, fileURLToPath(new URL('dist/site', import.meta.url))),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // a .wasm or worker inside a script would be counted and cached wrongly
    rolldownOptions: { input: pages },
  },
  worker: { format: 'es' },
  server: { host: '127.0.0.1', headers: ISOLATION },
  preview: { host: '127.0.0.1', headers: ISOLATION },
});
