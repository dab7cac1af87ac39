/** A host on the real wasm, a client to talk to it, and all that was said. */
import { EngineClient } from '../../../web/api/client.js';
import { EngineHost } from '../../../web/worker/host.js';
import { createPortPair } from '../../../web/worker/local-port.js';
import { EVENTS, OPERATIONS } from '../../../web/worker/protocol.js';
import { fits } from '../../../web/worker/check-call.js';
import { makeCore } from './core.js';
import { circle, circleSpec } from './specs.js';

/**
 * @param {any} [options]   of EngineHost
 * @param {any} [core]
 */
export async function startHost(options = {}, core = undefined) {
  core ??= await makeCore();
  const [page, side] = createPortPair();
  const host = new EngineHost(core, side, options);
  const client = new EngineClient(page);
  /** @type {any[]} */
  const events = [];
  /** @type {string[]} */
  const violations = [];
  client.onEvent = (event) => {
    events.push(event);
    violations.push(...fieldViolations(EVENTS[event.event], event, event.event));
  };
  const call = async (/** @type {string} */ op, /** @type {any} */ args, /** @type {any} */ transfer) => {
    const value = await client.call(op, args, transfer);
    violations.push(...fieldViolations(OPERATIONS[op].value, value, op));
    return value;
  };
  return {
    host,
    client,
    core,
    call,
    events,
    violations,
    named: (/** @type {string} */ name) => events.filter((e) => e.event === name),
  };
}

/** A host with one run, number 2 on data set 1. @param {any} [options] @param {any} [spec] @param {any} [core] */
export async function startRun(options = {}, spec = circleSpec(), core = undefined) {
  const all = await startHost(options, core);
  await all.call('dataset.create', { dataset: 1, source: circle() });
  await all.call('run.create', { run: 2, dataset: 1, spec });
  return all;
}

/** @param {any} fields @param {any} value @param {string} where */
function fieldViolations(fields, value, where) {
  if (!fields) return [`${where} is not in the protocol`];
  const { kind: _kind, event: _event, ...rest } = value;
  const wrong = Object.entries(fields).filter(
    ([name, declared]) => !fits(rest[name], /** @type {string} */ (declared)),
  );
  const extra = Object.keys(rest).filter((name) => !(name in fields));
  return [
    ...wrong.map(([name]) => `${where}: ${name} is ${rest[name]}`),
    ...extra.map((name) => `${where}: ${name} is extra`),
  ];
}

/** Waits until something holds; fails after a while. @param {() => any} holds @param {number} [withinMs] */
export async function until(holds, withinMs = 5000) {
  const startMs = performance.now();
  for (;;) {
    const value = holds();
    if (value) return value;
    if (performance.now() - startMs > withinMs) throw new Error(`Waited ${withinMs} ms for ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

export const sleep = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A clock and an event loop in the hands of a test: each turn takes 10 ms, and nothing happens but what `run` lets happen. */
export function fakeTime() {
  let nowMs = 0;
  /** @type {{ at: number, run: () => void, cancelled: boolean }[]} */
  let waiting = [];
  const add = (/** @type {() => void} */ run, /** @type {number} */ at) => {
    const task = { at, run, cancelled: false };
    waiting.push(task);
    return () => (task.cancelled = true);
  };
  return {
    now: () => nowMs,
    tasks: {
      soon: (/** @type {() => void} */ run) => void add(run, nowMs),
      later: (/** @type {() => void} */ run, /** @type {number} */ ms) => add(run, nowMs + ms),
    },
    /** Time passes and nothing happens: a laptop asleep. @param {number} ms */
    sleep(ms) {
      nowMs += ms;
    },
    /** @param {number} ms */
    run(ms) {
      const endMs = nowMs + ms;
      for (;;) {
        const next = waiting.filter(({ cancelled }) => !cancelled).sort((a, b) => a.at - b.at)[0];
        if (!next || next.at > endMs) break;
        waiting = waiting.filter((task) => task !== next);
        nowMs = Math.max(nowMs, next.at);
        next.run();
        nowMs += 10;
      }
      nowMs = Math.max(nowMs, endMs);
    },
  };
}
