/** A page with the package and the golden runs, bundled as any application would bundle it. */
import { createEngine } from '../../../web/api/index.js';
import { goldenHashes } from '../support/golden-runs.js';

Object.assign(window, { createEngine, goldenHashes: (options) => goldenHashes(createEngine, options) });
