/** Brings up a host behind a port: the first call is `engine.hello`, its reply means that everything works. */
import { EngineCore } from '../engine/core.js';
import { instantiate } from '../engine/load-module.js';
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { checkCall } from './check-call.js';
import { EngineHost } from './host.js';
import { PROTOCOL_VERSION } from './protocol.js';
import { threadBehind } from './thread-script.js';

/**
 * @param {import('./local-port.js').Port} port
 * @param {import('../engine/load-module.js').Glue} glue
 * @param {import('../engine/choose-variant.js').Variant} variant   of the glue
 * @returns {{ close: () => void }}
 */
export function serve(port, glue, variant) {
  /** @type {EngineHost | null} */
  let host = null;
  let closed = false;
  port.onmessage = async ({ data }) => {
    const { id, op, args } = data;
    port.onmessage = null; // one hello; the host listens after it
    try {
      checkHello(op, args, variant);
      const { threads, ports, assetBase, checkpointMs } = args;
      const started = ports ? { ...glue, startThread: () => threadBehind(ports.shift()) } : glue;
      const core = new EngineCore(await instantiate(started, { threads, assetBase }), { threads });
      if (closed) return;
      host = new EngineHost(core, port, { checkpointMs });
      port.postMessage({
        kind: 'reply',
        id,
        ok: true,
        value: { protocol: PROTOCOL_VERSION, info: core.info },
      });
    } catch (thrown) {
      port.postMessage({
        kind: 'reply',
        id,
        ok: false,
        error: NeuronWeightsError.from(thrown, 'engine.hello').toWire(),
      });
    }
  };
  return {
    close() {
      closed = true;
      port.onmessage = null;
      host?.close();
    },
  };
}

/**
 * @param {string} op
 * @param {any} args
 * @param {string} variant
 */
function checkHello(op, args, variant) {
  checkCall(op, args);
  if (op !== 'engine.hello')
    throw new NeuronWeightsError('bad_option', { field: 'op', value: op, options: ['engine.hello'] });
  if (args.protocol !== PROTOCOL_VERSION) {
    throw new NeuronWeightsError('version_mismatch', {
      field: 'protocol',
      expected: PROTOCOL_VERSION,
      actual: args.protocol,
    });
  }
  if (args.variant !== variant) {
    throw new NeuronWeightsError('version_mismatch', {
      field: 'worker',
      expected: args.variant,
      actual: variant,
    });
  }
}
