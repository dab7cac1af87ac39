/** The built site, served as `npm start` serves it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serveFolder } from '../../../scripts/lib/static-server.mjs';
import { ROOT } from './environment.js';

export { serveFolder };

/** Where `npm run build` puts the site. */
export const SITE_FOLDER = join(ROOT, 'dist', 'site');

/** @param {{ isolated?: boolean, onRequest?: (path: string) => void }} [options]  isolated: with COOP and COEP */
export function serveSite(options) {
  if (!existsSync(join(SITE_FOLDER, 'index.html'))) {
    throw new Error('dist/site has not been built: npm run build');
  }
  return serveFolder(SITE_FOLDER, options);
}
