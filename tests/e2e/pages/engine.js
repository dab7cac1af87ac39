/** A page with nothing but the package's entry, bundled as any application would bundle it. */
import { createEngine } from '../../../web/api/index.js';
import { hashes } from '../support/hash-run.js';

Object.assign(window, { createEngine, hashes: (options) => hashes(createEngine, options) });
