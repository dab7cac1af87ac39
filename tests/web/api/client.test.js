import { describe, expect, test } from 'vitest';
import { EngineClient } from '../../../web/api/client.js';
import { Watchdog } from '../../../web/api/watchdog.js';
import { NeuronWeightsError } from '../../../web/errors/neuron-weights-error.js';
import { errorOf } from '../support/errors.js';
import { sleep } from '../support/host.js';

/** A port in the test's hands. */
function fakePort() {
  const sent = /** @type {any[]} */ ([]);
  return {
    sent,
    onmessage: /** @type {any} */ (null),
    postMessage: (/** @type {any} */ message) => void sent.push(message),
    /** @param {any} data */
    hear(data) {
      this.onmessage?.({ data });
    },
  };
}

const lost = () => new NeuronWeightsError('worker_lost', { reason: 'test' });

describe('EngineClient', () => {
  test('replies settle the call of their number, in any order', async () => {
    const port = fakePort();
    const client = new EngineClient(port);
    const first = client.call('a');
    const second = client.call('b');
    const third = client.call('c');
    port.hear({ kind: 'reply', id: 2, ok: true, value: 'two' });
    port.hear({ kind: 'reply', id: 3, ok: false, error: new NeuronWeightsError('unknown_run').toWire() });
    port.hear({ kind: 'reply', id: 1, ok: true, value: 'one' });
    port.hear({ kind: 'reply', id: 1, ok: true, value: 'again' });
    expect([await first, await second]).toEqual(['one', 'two']);
    expect((await errorOf(() => third)).code).toBe('unknown_run');
    expect(client.waiting).toBe(0);
  });

  test('when the other side is lost, all calls reject, and so does every later one', async () => {
    const client = new EngineClient(fakePort());
    let told = 0;
    client.onLost = () => told++;
    const calls = [client.call('a'), client.call('b'), client.call('c')];
    const errors = Promise.all(calls.map((call) => errorOf(() => call)));
    client.lose(lost());
    client.lose(lost());
    expect((await errors).map(({ code }) => code)).toEqual(['worker_lost', 'worker_lost', 'worker_lost']);
    expect((await errorOf(() => client.call('d'))).code).toBe('worker_lost');
    expect(told).toBe(1);
  });

  test('engine.fatal is a loss', async () => {
    const port = fakePort();
    const client = new EngineClient(port);
    const error = errorOf(() => client.call('a'));
    port.hear({ kind: 'event', event: 'engine.fatal', error: { message: 'unreachable' } });
    expect(await error).toMatchObject({ code: 'worker_lost', details: { reason: 'unreachable' } });
  });

  test('what cannot be cloned rejects that call alone', async () => {
    const port = fakePort();
    port.postMessage = (/** @type {any} */ message) => void structuredClone(message);
    const client = new EngineClient(port);
    expect((await errorOf(() => client.call('a', { f: () => {} }))).code).toBe('bad_data');
    expect(client.waiting).toBe(0);
    void client.call('b').catch(() => {});
    expect(client.waiting).toBe(1);
  });

  test('noise is ignored', () => {
    const port = fakePort();
    const client = new EngineClient(port);
    for (const noise of [null, 3, 'x', {}, { kind: 'reply', id: 99, ok: true }]) port.hear(noise);
    expect(client.lost).toBeNull();
  });
});

describe('Watchdog', () => {
  const start = (/** @type {any} */ options) => {
    const port = fakePort();
    const client = new EngineClient(port);
    const watchdog = new Watchdog(client, { silenceMs: 40, pingMs: 40, busy: () => true, ...options });
    watchdog.start();
    return { port, client, watchdog };
  };
  const pings = (/** @type {any} */ port) =>
    port.sent.filter((/** @type {any} */ { op }) => op === 'engine.ping');

  test('silence, then no answer: the engine is lost', async () => {
    const { client, port, watchdog } = start({});
    await sleep(300);
    expect(client.lost).toMatchObject({ code: 'worker_lost' });
    expect(pings(port).length).toBe(1);
    watchdog.stop();
  });

  test('silence, but an answer: it lives', async () => {
    const { client, port, watchdog } = start({});
    port.postMessage = (/** @type {any} */ message) => {
      port.sent.push(message);
      setTimeout(() => port.hear({ kind: 'reply', id: message.id, ok: true, value: {} }), 5);
    };
    await sleep(300);
    expect(client.lost).toBeNull();
    expect(pings(port).length).toBeGreaterThan(1);
    watchdog.stop();
  });

  test('heartbeats keep it quiet', async () => {
    const { client, port, watchdog } = start({ silenceMs: 100 });
    const timer = setInterval(
      () => port.hear({ kind: 'event', event: 'engine.heartbeat', playing: [1] }),
      10,
    );
    await sleep(300);
    clearInterval(timer);
    watchdog.stop();
    expect([client.lost, pings(port).length]).toEqual([null, 0]);
  });

  test('nobody is asked while nothing is due, nor before the patience a large network needs is over', async () => {
    const idle = start({ busy: () => false });
    const patient = start({ patienceMs: () => 60_000 });
    await sleep(250);
    expect([pings(idle.port).length, pings(patient.port).length]).toEqual([0, 0]);
    idle.watchdog.stop();
    patient.watchdog.stop();
  });
});
