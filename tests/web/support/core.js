/** Engines for tests: the real wasm in Node. */
import { existsSync } from 'node:fs';
import { loadGlue } from '../../../web/engine/load-node.js';
import { EngineCore } from '../../../web/engine/core.js';
import { instantiate } from '../../../web/engine/load-module.js';

/** @param {import('../../../web/engine/choose-variant.js').Variant} variant */
export function hasModule(variant) {
  const found = existsSync(new URL(`../../../web/engine/modules/${variant}.wasm`, import.meta.url));
  if (!found && process.env.NW_REQUIRE?.includes('modules')) throw new Error(`${variant}.wasm is not built`);
  return found;
}

/**
 * @param {import('../../../web/engine/choose-variant.js').Variant} [variant]
 * @param {number} [threads]
 */
export async function makeCore(variant = 'simd', threads = 1) {
  const module = await instantiate(await loadGlue(variant), { threads });
  return new EngineCore(module, { threads });
}
