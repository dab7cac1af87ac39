/** What a page with the package loads: nothing else is in this bundle, so that it can be weighed. */
import { createEngine } from '../../../web/api/index.js';

Object.assign(window, { createEngine });
