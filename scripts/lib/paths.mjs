/** Where things are. */
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const BUILD = join(ROOT, 'build');
export const SITE = join(ROOT, 'dist/site');
export const MODULES = join(ROOT, 'web/engine/modules');

/** Brought tools live outside the checkout, so that every clone shares them and `git clean` does not cost minutes. */
export const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'neuron-weights');
