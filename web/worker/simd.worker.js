/** The worker of the module `simd`. One file a variant without dynamic import: bundlers need no configuration for it. */
import createModule from '../engine/modules/simd.web.js';
import { serve } from './serve.js';

serve(/** @type {any} */ (globalThis), { createModule }, 'simd');
