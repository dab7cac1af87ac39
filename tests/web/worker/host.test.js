import { describe, expect, test } from 'vitest';
import { hasModule, makeCore } from '../support/core.js';
import { errorOf } from '../support/errors.js';
import { fakeTime, sleep, startRun, until } from '../support/host.js';
import { circle, circleSpec } from '../support/specs.js';

const KERNEL = { kind: 'parameter', name: 'dense_1/kernel', maxRows: 100, maxCols: 100 };
const play = { run: 2, stepsPerSecond: null };

describe.skipIf(!hasModule('simd'))('host: training', () => {
  test('run.step takes exactly so many steps, run.step with epochs ends epochs', async () => {
    const { call, named } = await startRun();
    expect(await call('run.step', { run: 2, steps: 7 })).toMatchObject({
      reached: true,
      state: { step: 7, playing: false },
    });
    expect(await call('run.step', { run: 2, epochs: 1 })).toMatchObject({
      state: { step: 40, epoch: 1, rowInEpoch: 0 },
    });
    expect(await call('run.step', { run: 2, epochs: 3 })).toMatchObject({ state: { step: 160, epoch: 4 } });
    expect(named('run.paused').map(({ reason }) => reason)).toEqual(['target', 'target', 'target']);
  });

  test('run.play goes on until paused; until a step; until an epoch', async () => {
    const { call, named } = await startRun();
    await call('run.play', play);
    await sleep(50);
    const { state } = await call('run.pause', { run: 2 });
    expect(state.step).toBeGreaterThan(50);
    expect(state.playing).toBe(false);
    await sleep(20);
    expect((await call('run.state', { run: 2 })).state.step).toBe(state.step);
    expect(named('run.paused').at(-1).reason).toBe('asked');

    await call('run.play', { ...play, untilStep: state.step + 123 });
    await until(() => named('run.paused').length === 2);
    expect(named('run.paused').at(-1)).toMatchObject({ reason: 'target', state: { step: state.step + 123 } });
    const epoch = named('run.paused').at(-1).state.epoch + 5;
    await call('run.play', { ...play, untilEpoch: epoch });
    await until(() => named('run.paused').length === 3);
    expect(named('run.paused').at(-1)).toMatchObject({
      reason: 'target',
      state: { epoch, step: epoch * 40 },
    });
  });

  test('a run.step that something else interrupts answers all the same', async () => {
    const { call } = await startRun();
    const long = call('run.step', { run: 2, steps: 1e9 });
    await call('run.pause', { run: 2 });
    expect(await long).toMatchObject({ reached: false });
    const again = call('run.step', { run: 2, steps: 1e9 });
    await call('run.reset', { run: 2 });
    expect(await again).toMatchObject({ reached: false, state: { step: 0 } });
    const last = call('run.step', { run: 2, steps: 1e9 });
    await call('run.dispose', { run: 2 });
    expect(await last).toMatchObject({ reached: false, state: { playing: false } });
  });

  test('the pace: steps are spread evenly over the time', async () => {
    const time = fakeTime();
    const { call, core } = await startRun(time);
    const started = call('run.play', { run: 2, stepsPerSecond: 20 });
    await started;
    const steps = [];
    for (let tenth = 0; tenth < 20; tenth++) {
      time.run(100);
      steps.push(core.state(1 + 1).step); // the engine numbers data sets and runs together
    }
    expect(steps[0]).toBeGreaterThanOrEqual(1);
    const perTenth = steps.slice(1).map((step, index) => step - steps[index]);
    for (const taken of perTenth) expect([1, 2, 3]).toContain(taken);
    expect(steps.at(-1)).toBeGreaterThanOrEqual(39);
    expect(steps.at(-1)).toBeLessThanOrEqual(42);
  });

  test('the pace does not catch up what was slept through', async () => {
    const time = fakeTime();
    const { call, core } = await startRun(time);
    await call('run.play', { run: 2, stepsPerSecond: 100 });
    time.run(500);
    const before = core.state(2).step;
    expect(before).toBeGreaterThan(30);
    time.sleep(60_000);
    time.run(100);
    expect(core.state(2).step - before).toBeLessThanOrEqual(10 + 10 + 2); // a tenth of a second's worth, and this one's
  });

  test('divergence: the step fails, the run says so and stays at finite weights', async () => {
    const spec = circleSpec({
      layers: [
        { type: 'dense', units: 8, activation: 'relu' },
        { type: 'dense', units: 1 },
      ],
      optimizer: { type: 'sgd', learningRate: 1000 },
    });
    const { call, named } = await startRun({}, spec);
    const error = await errorOf(() => call('run.step', { run: 2, steps: 1000 }));
    expect(error.kind).toBe('run');
    const [failed] = await until(() => named('run.failed').length && named('run.failed'));
    expect(failed).toMatchObject({
      error: { code: error.code },
      state: { status: 'diverged', playing: false },
    });
    expect(failed.state.step).toBe(error.details.step);
    expect(named('run.paused').at(-1).reason).toBe('diverged');
    const { data } = await call('run.weights', { run: 2, name: 'dense_1/kernel' });
    expect(data.every(Number.isFinite)).toBe(true);
    await call('run.rewind', { run: 2, step: 0 });
    await call('run.command', { run: 2, command: { type: 'setLearningRate', learningRate: 0.001 } });
    expect(await call('run.step', { run: 2, steps: 100 })).toMatchObject({
      reached: true,
      state: { status: 'ok' },
    });
  });

  test('commands take effect while it plays; moves pause it', async () => {
    const { call, named } = await startRun();
    await call('run.play', play);
    const { state } = await call('run.command', {
      run: 2,
      command: { type: 'setLearningRate', learningRate: 0.25 },
    });
    expect([state.playing, state.learningRate]).toEqual([true, 0.25]);
    expect((await call('run.reset', { run: 2 })).state).toMatchObject({
      step: 0,
      playing: false,
      learningRate: 0.1,
    });
    expect(named('run.paused').at(-1).reason).toBe('changed');
    await call('run.play', play);
    const error = await errorOf(() => call('run.restore', { run: 2, bytes: new Uint8Array(64) }));
    expect(error.code).toBe('bad_checkpoint');
    expect((await call('run.state', { run: 2 })).state.playing).toBe(true); // nothing happened to it
  });

  test('a rewind that takes longer than a slice arrives all the same', async () => {
    const { call } = await startRun();
    await call('run.step', { run: 2, steps: 60_000 });
    const { hash } = await call('run.hash', { run: 2 });
    await call('run.step', { run: 2, steps: 30_000 });
    const { state } = await call('run.rewind', { run: 2, step: 60_000 });
    expect([state.step, state.playing]).toEqual([60_000, false]);
    expect((await call('run.hash', { run: 2 })).hash).toBe(hash);
  });

  test('several runs get their slices, and commands of one do not touch another', async () => {
    const { call, core } = await startRun();
    await call('run.create', { run: 3, dataset: 1, spec: circleSpec({ seed: 9 }) });
    await call('run.play', play);
    await call('run.play', { ...play, run: 3 });
    await sleep(100);
    const [a, b] = await Promise.all([call('run.pause', { run: 2 }), call('run.pause', { run: 3 })]);
    expect(a.state.step).toBeGreaterThan(100);
    expect(b.state.step).toBeGreaterThan(a.state.step / 4);
    expect(a.state.step).toBeGreaterThan(b.state.step / 4);
    const alone = await makeCore();
    const { run } = alone.createRun(circleSpec({ seed: 9 }), alone.createDataset(circle()).dataset);
    alone.advance([run], [b.state.step], 0);
    expect((await call('run.hash', { run: 3 })).hash).toBe(alone.hash(run));
    expect(core.broken).toBe(false);
  });
});

describe.skipIf(!hasModule('simd'))('host: snapshots', () => {
  const watch = (/** @type {any} */ call, /** @type {any[]} */ views = [KERNEL], revision = 1) =>
    call('run.watch', { run: 2, revision, views });

  test('no free buffer, no snapshot; steps go on', async () => {
    const { call, named } = await startRun();
    await watch(call);
    await call('run.play', play);
    await until(() => named('snapshot.published').length === 3);
    const before = (await call('run.state', { run: 2 })).state.step;
    await sleep(150);
    expect(named('snapshot.published').length).toBe(3);
    expect((await call('run.state', { run: 2 })).state.step).toBeGreaterThan(before + 500);
  });

  test('a returned buffer comes again, filled anew', async () => {
    const { call, client, named } = await startRun();
    await watch(call);
    await call('run.play', play);
    await until(() => named('snapshot.published').length === 3);
    // The first was published without views: its buffer does not fit any more.
    const [, second] = named('snapshot.published');
    expect(second.buffer.byteLength).toBe(8 * 4);
    const step = second.step;
    client.send('snapshot.return', { run: 2, buffer: second.buffer }, [second.buffer]);
    expect(second.buffer.byteLength).toBe(0); // moved, not copied
    await until(() => named('snapshot.published').length === 4);
    await sleep(60);
    expect(named('snapshot.published').length).toBe(4);
    const fourth = named('snapshot.published')[3];
    expect(fourth.step).toBeGreaterThan(step);
    expect(fourth.buffer.byteLength).toBe(8 * 4);
  });

  test('a paused run publishes what changed, and nothing when nothing did', async () => {
    const { call, client, named } = await startRun();
    const giveBack = () => {
      for (const { buffer } of named('snapshot.published')) {
        if (!buffer.detached && !given.has(buffer)) {
          given.add(buffer);
          client.send('snapshot.return', { run: 2, buffer }, [buffer]);
        }
      }
    };
    const given = new Set();
    await watch(call);
    await until(() => named('snapshot.published').length >= 1);
    await sleep(60);
    giveBack();
    await sleep(60);
    const count = named('snapshot.published').length;
    await sleep(150);
    expect(named('snapshot.published').length).toBe(count);
    await call('run.command', {
      run: 2,
      command: { type: 'setWeight', parameter: 'dense_1/kernel', index: 3, value: 42 },
    });
    await until(() => named('snapshot.published').length === count + 1);
    const last = named('snapshot.published').at(-1);
    expect(new Float32Array(last.buffer)[3]).toBe(42);
    expect(last.parts[0].max).toBe(42);
  });

  test('the last state is shown after a pause', async () => {
    const { call, client, named } = await startRun();
    await watch(call);
    for (let round = 0; round < 5; round++) {
      await call('run.step', { run: 2, steps: 10 });
      const wanted = (round + 1) * 10;
      await until(() => named('snapshot.published').at(-1).step === wanted);
      for (const { buffer } of named('snapshot.published')) {
        if (buffer.byteLength > 0) client.send('snapshot.return', { run: 2, buffer }, [buffer]);
      }
    }
  });

  test('at most 60 a second', async () => {
    const { call, client, named } = await startRun();
    await watch(call);
    client.onEvent = ((hear) => (/** @type {any} */ event) => {
      hear(event);
      if (event.event === 'snapshot.published')
        client.send('snapshot.return', { run: 2, buffer: event.buffer }, [event.buffer]);
    })(client.onEvent);
    await call('run.play', play);
    const before = named('snapshot.published').length;
    const fromMs = performance.now();
    await sleep(500);
    const seconds = (performance.now() - fromMs) / 1000; // a busy machine sleeps longer
    const perSecond = (named('snapshot.published').length - before) / seconds;
    expect(perSecond).toBeLessThanOrEqual(64);
    expect(perSecond).toBeGreaterThan(0); // how many more is a matter of the machine
  });

  test('points are exact, ascending, and measuring takes a tenth of the time', async () => {
    const core = await makeCore();
    let measuredMs = 0;
    const evaluate = core.evaluate.bind(core);
    core.evaluate = (run, split) => {
      const startMs = performance.now();
      while (performance.now() - startMs < 4) evaluate(run, split); // as if there were many rows
      const value = evaluate(run, split);
      measuredMs += performance.now() - startMs;
      return value;
    };
    const { call, client, named } = await startRun({}, circleSpec(), core);
    client.onEvent = ((hear) => (/** @type {any} */ event) => {
      hear(event);
      if (event.event === 'snapshot.published')
        client.send('snapshot.return', { run: 2, buffer: event.buffer }, [event.buffer]);
    })(client.onEvent);
    await call('run.play', play);
    measuredMs = 0;
    const playedFromMs = performance.now();
    await sleep(900);
    await call('run.pause', { run: 2 });
    const playedMs = performance.now() - playedFromMs;
    const share = measuredMs / playedMs; // of one run: a busy machine slows both
    expect(share).toBeLessThan(0.2);
    expect(share).toBeGreaterThan(0.03);
    const { step: end } = (await call('run.state', { run: 2 })).state;
    await until(() => named('snapshot.published').at(-1).step === end); // the end of the curve is exact
    const points = named('snapshot.published').flatMap((event) => event.points);
    const steps = points.map(({ step }) => step);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    const last = points.at(-1);
    expect(last.step).toBe(end);
    expect(last.train).toEqual((await call('run.evaluate', { run: 2, split: 'train' })).metrics);
    expect(last.test).toEqual((await call('run.evaluate', { run: 2, split: 'test' })).metrics);
  });
});

describe.skipIf(!hasModule('simd'))('host: signs of life', () => {
  test('heartbeats every half second while something plays, also when it plays slowly', async () => {
    const time = fakeTime();
    const { call, named } = await startRun(time);
    await call('run.play', { run: 2, stepsPerSecond: 0.1 });
    time.run(5000);
    await until(() => named('engine.heartbeat').length >= 9);
    expect(named('engine.heartbeat').length).toBeLessThanOrEqual(10 + 10 + 2); // a tenth of a second's worth, and this one's
    expect(named('engine.heartbeat')[0].playing).toEqual([2]);
    const pausing = call('run.pause', { run: 2 });
    time.run(10);
    await pausing;
    const count = named('engine.heartbeat').length;
    time.run(5000);
    await sleep(20);
    expect(named('engine.heartbeat').length).toBe(count);
  });

  test('checkpoints every two seconds while training, and at a pause; none when nothing changes', async () => {
    const time = fakeTime();
    const { call, named } = await startRun({ ...time, checkpointMs: 2000 });
    time.run(20);
    await call('run.play', { run: 2, stepsPerSecond: 1000 });
    time.run(10_000);
    await sleep(50);
    const saved = named('checkpoint.saved').map(({ step }) => step);
    expect(saved.length).toBeGreaterThanOrEqual(5);
    expect(saved.length).toBeLessThanOrEqual(7);
    const state = (await call('run.state', { run: 2 })).state;
    expect(state.step - saved.at(-1)).toBeLessThanOrEqual(2000); // two seconds at this pace
    await call('run.pause', { run: 2 });
    await until(() => named('checkpoint.saved').at(-1).step === state.step);
    const count = named('checkpoint.saved').length;
    time.run(10_000);
    await sleep(50);
    expect(named('checkpoint.saved').length).toBe(count);
  });

  test('a trap: the call fails, engine.fatal is said, and nothing is answered any more', async () => {
    const { call, client, core } = await startRun();
    /** @type {any} */
    let lost = null;
    client.onLost = (error) => (lost = error);
    const evaluate = core.evaluate.bind(core);
    core.evaluate = () => evaluate(/** @type {any} */ (Symbol('trap')), 'train');
    const waiting = call('run.step', { run: 2, steps: 1e9 });
    const failed = errorOf(() => call('run.evaluate', { run: 2, split: 'train' }));
    expect(['internal', 'worker_lost']).toContain((await failed).code);
    expect((await errorOf(() => waiting)).code).toBe('worker_lost');
    await until(() => lost);
    expect(lost.code).toBe('worker_lost');
    expect((await errorOf(() => call('engine.ping', {}))).code).toBe('worker_lost');
  });
});
