/** Engines whose other side a test can kill, or strike dumb. */
import { EngineClient } from '../../../web/api/client.js';
import { Engine } from '../../../web/api/engine.js';
import { NeuronWeightsError } from '../../../web/errors/neuron-weights-error.js';
import { loadGlue } from '../../../web/engine/load-node.js';
import { createPortPair } from '../../../web/worker/local-port.js';
import { PROTOCOL_VERSION } from '../../../web/worker/protocol.js';
import { serve } from '../../../web/worker/serve.js';

/**
 * An engine over in-process ports that behave like a worker's: checkpoints come, and it can be lost.
 *
 * @param {any} [options]   of Engine
 * @param {{ checkpointMs?: number }} [hello]
 */
export async function startEngine(options = {}, { checkpointMs = 50 } = {}) {
  const control = {
    /** How often a transport was opened. */
    opened: 0,
    /** An error event of the worker. */
    kill: () => {},
    /** The worker hangs: it hears nothing, and nothing is heard of it. */
    silence: () => {},
  };
  const open = async () => {
    control.opened++;
    const [page, side] = createPortPair();
    const { close } = serve(side, await loadGlue('simd'), 'simd');
    const client = new EngineClient(page);
    control.kill = () => {
      close();
      client.lose(new NeuronWeightsError('worker_lost', { reason: 'killed by a test' }));
    };
    control.silence = () => {
      close();
      page.postMessage = () => {};
    };
    const hello = { protocol: PROTOCOL_VERSION, variant: 'simd', threads: 1, checkpointMs, assetBase: null };
    const { info } = await client.call('engine.hello', hello);
    return {
      client,
      info: { ...info, variant: 'simd', place: /** @type {const} */ ('worker'), notices: [] },
      close,
    };
  };
  return { engine: new Engine(open, await open(), options), control };
}
