/** From options to a running engine to talk to: in a worker where there is a page, else in place. */
import { chooseVariant, singleThreaded } from '../engine/choose-variant.js';
import { detectEnvironment } from '../engine/environment.js';
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { CHECKPOINT_MS, PROTOCOL_VERSION } from '../worker/protocol.js';
import { EngineClient } from './client.js';
import { startThread, startWorker } from './start-worker.js';

/** @typedef {import('../engine/choose-variant.js').Choice} Choice */
/** @typedef {import('./engine.js').Transport} Transport */

/** Loading takes a second on a slow phone; after this it will not come any more. */
const TIMEOUT_MS = 20000;

/**
 * @typedef {object} TransportOptions
 * @property {boolean} [fast]
 * @property {number} [threads]
 * @property {import('../engine/choose-variant.js').Variant} [variant]
 * @property {string | URL} [workerUrl]
 * @property {string | URL} [assetBase]
 * @property {number} [timeoutMs]
 */

/**
 * A way to reach a host, before it has said hello.
 *
 * @typedef {object} Line
 * @property {import('./client.js').Port} port
 * @property {() => void} close
 * @property {(lost: (reason: string) => void) => void} whenLost
 * @property {MessagePort[]} [ports]   to threads that were started for the host
 */

/**
 * @param {TransportOptions} options
 * @returns {Promise<Transport>}
 * @throws {NeuronWeightsError} `no_simd`, `load_failed`, `version_mismatch`, `bad_option`, `bad_value`
 */
export async function openTransport(options) {
  const environment = detectEnvironment();
  const { fast, threads, variant } = options;
  const choice = await chooseVariant({ fast, threads, variant, environment });
  const place = environment.place === 'page' ? 'worker' : 'here';
  try {
    return await tryToOpen(choice, place, options);
  } catch (error) {
    // Threads were our own choice: a browser in which they fail after all still has one.
    const ours = error instanceof NeuronWeightsError && error.code === 'load_failed' && variant === undefined;
    if (!ours || choice.threads === 1) throw error;
    const notice = {
      code: /** @type {const} */ ('load_failed'),
      reason: error.details.reason ?? error.message,
    };
    const single = {
      variant: singleThreaded(choice.variant),
      threads: 1,
      notices: [...choice.notices, notice],
    };
    return tryToOpen(single, place, options);
  }
}

/**
 * @param {Choice} choice
 * @param {'worker' | 'here'} place
 * @param {TransportOptions} options
 * @returns {Promise<Transport>}
 */
async function tryToOpen(
  { variant, threads, notices },
  place,
  { workerUrl, assetBase, timeoutMs = TIMEOUT_MS },
) {
  const line = place === 'worker' ? workerLine(variant, threads, workerUrl) : await openHere(variant);
  const client = new EngineClient(line.port);
  let greeted = false;
  line.whenLost((reason) => {
    client.lose(new NeuronWeightsError(greeted ? 'worker_lost' : 'load_failed', { field: variant, reason }));
  });
  const timer = setTimeout(() => {
    client.lose(
      new NeuronWeightsError('load_failed', { field: variant, reason: `no answer within ${timeoutMs} ms` }),
    );
  }, timeoutMs);
  try {
    const hello = {
      protocol: PROTOCOL_VERSION,
      variant,
      threads,
      ports: line.ports,
      // In place there is nothing to recover from: the host lives and dies with this thread.
      checkpointMs: place === 'worker' ? CHECKPOINT_MS : 0,
      assetBase: assetBase === undefined ? null : new URL(assetBase, globalThis.location?.href).href,
    };
    const { info } = await client.call('engine.hello', hello, line.ports);
    greeted = true;
    const { version, numericsVersion, lanes, relaxed, threads: used } = info;
    return {
      client,
      info: { version, numericsVersion, variant, threads: used, lanes, relaxed, place, notices },
      close: line.close,
    };
  } catch (error) {
    line.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A worker, and the threads of its pool: worker/thread-script.js says why they are started here.
 *
 * @param {import('../engine/choose-variant.js').Variant} variant
 * @param {number} threads   the worker counted
 * @param {string | URL} [workerUrl]
 * @returns {Line}
 * @throws {NeuronWeightsError} `load_failed`
 */
function workerLine(variant, threads, workerUrl) {
  /** @type {Worker[]} */
  const workers = [];
  /** @type {MessagePort[]} */
  const ports = [];
  const close = () => workers.forEach((worker) => worker.terminate());
  try {
    workers.push(startWorker(variant, workerUrl));
    for (let started = 1; started < threads; started++) {
      const thread = startThread(variant, workerUrl);
      workers.push(thread);
      const { port1, port2 } = new MessageChannel();
      thread.postMessage({ threadPort: port1 }, [port1]);
      ports.push(port2);
    }
  } catch (cause) {
    close();
    throw new NeuronWeightsError('load_failed', { field: variant, reason: String(cause) }, { cause });
  }
  return {
    port: /** @type {any} */ (workers[0]),
    ports: ports.length > 0 ? ports : undefined,
    close,
    whenLost(lost) {
      const lose = (/** @type {string} */ reason) => {
        lost(reason);
        close();
      };
      for (const worker of workers) {
        worker.onerror = (event) => {
          event.preventDefault(); // it is reported by us, as an error with a code
          lose(event.message || 'the worker could not be started');
        };
        worker.onmessageerror = () => lose('a message could not be read');
      }
    },
  };
}

/**
 * Imported only where it is needed: a page has no use for the host.
 *
 * @param {import('../engine/choose-variant.js').Variant} variant
 * @returns {Promise<Line>}
 */
async function openHere(variant) {
  try {
    const { localLine } = await import('./local-line.js');
    return await localLine(variant);
  } catch (cause) {
    throw new NeuronWeightsError('load_failed', { field: variant, reason: String(cause) }, { cause });
  }
}
