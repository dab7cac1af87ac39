/** A host in this very thread: in Node, and inside somebody's worker. */
import { loadGlue } from '#load-module';
import { createPortPair } from '../worker/local-port.js';
import { serve } from '../worker/serve.js';

/**
 * @param {import('../engine/choose-variant.js').Variant} variant
 * @returns {Promise<import('./transport.js').Line>}
 */
export async function localLine(variant) {
  const [page, host] = createPortPair();
  const { close } = serve(host, await loadGlue(variant), variant);
  return { port: page, close, whenLost: () => {} };
}
