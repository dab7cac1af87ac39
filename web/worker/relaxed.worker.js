/** The worker of the module `relaxed`. One file a variant without dynamic import: bundlers need no configuration for it. */
import createModule from '../engine/modules/relaxed.web.js';
import { serve } from './serve.js';

serve(/** @type {any} */ (globalThis), { createModule }, 'relaxed');
