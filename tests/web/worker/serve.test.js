import { describe, expect, test } from 'vitest';
import { EngineClient } from '../../../web/api/client.js';
import { loadGlue } from '../../../web/engine/load-node.js';
import { createPortPair } from '../../../web/worker/local-port.js';
import { PROTOCOL_VERSION } from '../../../web/worker/protocol.js';
import { serve } from '../../../web/worker/serve.js';
import { hasModule } from '../support/core.js';
import { errorOf } from '../support/errors.js';

const hello = (/** @type {any} */ changes = {}) => ({
  protocol: PROTOCOL_VERSION,
  variant: 'simd',
  threads: 1,
  checkpointMs: 0,
  assetBase: null,
  ...changes,
});

/** @param {any} glue */
function connect(glue) {
  const [page, side] = createPortPair();
  serve(side, glue, 'simd');
  return new EngineClient(page);
}

describe.skipIf(!hasModule('simd'))('serve: the hello', () => {
  test('its reply means that everything works', async () => {
    const client = connect(await loadGlue('simd'));
    const { protocol, info } = await client.call('engine.hello', hello());
    expect([protocol, info.lanes]).toEqual([PROTOCOL_VERSION, 4]);
    expect(await client.call('engine.ping')).toEqual({});
  });

  test.each([
    ['another version of the protocol', hello({ protocol: PROTOCOL_VERSION + 1 }), 'version_mismatch'],
    ['another variant than this worker has', hello({ variant: 'relaxed' }), 'version_mismatch'],
    ['a hello without its fields', {}, 'bad_value'],
  ])('%s is refused', async (_, args, code) => {
    const client = connect(await loadGlue('simd'));
    expect((await errorOf(() => client.call('engine.hello', args))).code).toBe(code);
  });

  test('any other first word is refused', async () => {
    const client = connect(await loadGlue('simd'));
    expect((await errorOf(() => client.call('engine.ping'))).code).toBe('bad_option');
  });

  test('a module that does not load is load_failed', async () => {
    const createModule = async () => {
      throw new Error('404');
    };
    const client = connect({ createModule });
    const error = await errorOf(() => client.call('engine.hello', hello()));
    expect(error).toMatchObject({ code: 'load_failed', kind: 'transport' });
    expect(error.details.reason).toContain('404');
  });

  test('another wasm than the glue’s is load_failed, not silence', async () => {
    const { createModule } = await loadGlue('simd');
    const client = connect({
      createModule: (/** @type {any} */ options) =>
        // The smallest module there is: it has none of the imports or exports.
        createModule({
          ...options,
          printErr: () => {},
          wasmBinary: new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
        }),
    });
    const error = await errorOf(() => client.call('engine.hello', hello()));
    expect(['load_failed', 'internal']).toContain(error.code);
  });
});
