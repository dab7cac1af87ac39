/** The worker of the module `simd-threads`, and its threads. One file a variant without dynamic import: bundlers need no configuration for it. */
import createModule from '../engine/modules/simd-threads.web.js';
import { serve } from './serve.js';
import { connectThread, isThread } from './thread-script.js';

if (isThread) connectThread();
else serve(/** @type {any} */ (globalThis), { createModule }, 'simd-threads');
