/** The pages of the site, in one place: Vite builds them, screenshots show them. */
import { dirname, join, relative } from 'node:path';
import { ROOT } from './paths.mjs';
import { filesBelow } from './stamps.mjs';

export const WEB = join(ROOT, 'web');

/**
 * Every .html file below web/ is a page.
 *
 * @returns {Promise<{ name: string, path: string, file: string }[]>}
 *   name: for files, such as `index` or `lessons-bias`; path: relative to the site's root, "" is the root
 */
export async function sitePages() {
  const generated = join(WEB, 'engine/modules');
  const files = await filesBelow(WEB, (path) => path === generated || path === join(WEB, 'public'));
  return files
    .filter((file) => file.endsWith('.html'))
    .map((file) => {
      const folder = dirname(relative(WEB, file));
      const isIndex = file.endsWith('/index.html');
      const path = isIndex ? (folder === '.' ? '' : `${folder}/`) : relative(WEB, file);
      const name = path.replace(/\/$|\.html$/g, '').replaceAll('/', '-') || 'index';
      return { name, path, file };
    });
}
