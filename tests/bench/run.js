/**
 * The benchmark: training steps, or batches asked, a second of every contender on every workload.
 *
 * Every contender has a process of its own; samples are taken in turns, A B C, B C A, so that a slow minute of the
 * machine hits everybody; a round in which somebody else used the machine is set aside for all. Losses of the first
 * steps must agree before the clock starts: where a peer's do not, its time is shown and does not count.
 *
 *     node tests/bench/run.js [--quick] [--peers] [--only A1,B,C-32,E] [--contenders simd,jax-js,node/relaxed]
 *                             [--runtimes node,chromium,firefox] [--out build/bench] [--write]
 *
 * --only takes workloads, or the letters of their families; E is the first step after navigation. --contenders takes
 * names, with or without the place; a comma within a name is left out: "simd-threads 2". --write puts the tables into
 * BENCHMARKS.md.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ours } from './contenders/ours.js';
import { peers } from './contenders/peers.js';
import { firstSteps } from './first-step.js';
import { isQuiet } from './quiet.js';
import { machine, summarize, writeReport } from './report.js';
import { benchmarksPage, reportLines } from './tables.js';
import { WORKLOADS, flopsPerStep } from './workloads.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// As the peers' figures were taken: seven rounds, samples of at least 250 ms.
const FULL = { rounds: 7, sampleMs: 250, warmUpMs: 300 };
const QUICK = { rounds: 3, sampleMs: 60, warmUpMs: 100 };
const NOT_QUICK = /^B.*-128$|^C.*-64$/; // the nets of B and C at one batch size

// Fused multiply-adds and another order of sums move the last bits; six steps do not amplify that beyond this.
const TOLERANCE = 1e-4;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    contenders: { type: 'string' },
    peers: { type: 'boolean', default: false },
    'no-peers': { type: 'boolean', default: false },
    runtimes: { type: 'string', default: 'node,chromium' },
    write: { type: 'boolean', default: false },
    out: { type: 'string', default: join(ROOT, 'build', 'bench') },
  },
});
const { rounds, sampleMs, warmUpMs } = options.quick ? QUICK : FULL;
const withPeers = options.peers && !options['no-peers'];
const runtimes = options.runtimes.split(',');
/** Whether a list names this, by any of its names. */
const wanted = (list, ...names) => !list || list.split(',').some((each) => names.includes(each));
const say = (text) => process.stderr.write(`${text}\n`);

/** Contenders that can start here. */
async function openAll() {
  const open = [];
  for (const contender of [...ours(runtimes), ...(withPeers ? peers(runtimes) : [])]) {
    const id = contender.id.replace(',', '');
    if (!wanted(options.contenders, id, id.slice(id.indexOf('/') + 1))) continue;
    if (contender.missing) {
      say(`${contender.id}: left out, ${contender.missing}`);
      continue;
    }
    try {
      open.push({ ...contender, session: await contender.start() });
    } catch (error) {
      if (!contender.isPeer) throw error;
      say(`${contender.id}: left out, it does not start: ${error.message}`);
    }
  }
  return open;
}

/**
 * Whether losses are those of the first contender, our own.
 *
 * @throws {Error} when they are not, and it is no peer that has them
 */
function agrees(workload, contender, losses, first) {
  const allowed = contender.exact && first.contender.exact ? 0 : TOLERANCE;
  const differs = losses.findIndex(
    (loss, step) => !(Math.abs(loss - first.losses[step]) / first.losses[step] <= allowed),
  );
  if (differs < 0) return null;
  const words = `loss ${losses[differs].toPrecision(5)} after ${differs} steps, not ${first.losses[differs].toPrecision(5)}`;
  if (!contender.isPeer) throw new Error(`${workload.id}: ${contender.id} has ${words}`);
  return words;
}

/** Loads the workload everywhere. @returns {Promise<{ taking: any[], sitsOut: Record<string, string>, losses: number[] }>} */
async function prepareAll(workload, open) {
  const taking = [];
  const sitsOut = {};
  for (const contender of open) {
    if (!contender.takes(workload)) continue;
    try {
      taking.push({ contender, losses: await contender.session.call('prepare', workload.id, warmUpMs) });
    } catch (error) {
      if (!contender.isPeer) throw error;
      sitsOut[contender.id] = error.message.split('\n')[0];
      say(`  ${contender.id}: sits out, ${sitsOut[contender.id]}`);
    }
  }
  if (taking.length === 0) throw new Error('nobody can do it');
  for (const each of taking) {
    each.notCounted = agrees(workload, each.contender, each.losses, taking[0]);
    if (each.notCounted) say(`  ${each.contender.id}: does not count, ${each.notCounted}`);
  }
  const { losses } = taking[0];
  if (workload.mode === 'train' && !(losses.at(-1) < losses[0]))
    throw new Error(`${workload.id}: the loss did not fall: ${losses}`);
  return { taking, sitsOut, losses };
}

async function timeWorkload(workload, everybody) {
  const { taking, sitsOut, losses } = await prepareAll(workload, everybody);
  const open = taking.map(({ contender }) => contender);

  const rates = new Map(open.map(({ id }) => [id, []]));
  let setAside = 0;
  let noisy = 0;
  const cores = cpus().length;
  for (let taken = 0; taken < rounds;) {
    const round = new Map();
    const first = (taken * Math.ceil(open.length / rounds)) % open.length; // nobody always comes after the same pause
    const quietBefore = await isQuiet(cores);
    for (const { id, session } of [...open.slice(first), ...open.slice(0, first)]) {
      const { steps, milliseconds } = await session.call('sample', sampleMs);
      round.set(id, (1000 * steps) / milliseconds);
    }
    if (quietBefore && (await isQuiet(cores))) {
      taken++;
    } else if (setAside < rounds / 2) {
      setAside++;
      continue;
    } else {
      taken++; // never quiet: go on, and the report says so
      noisy++;
    }
    for (const [id, rate] of round) rates.get(id).push(rate);
  }
  for (const { session } of open) await session.call('finish');
  const notCounted = Object.fromEntries(
    taking.flatMap(({ contender, notCounted: why }) => (why ? [[contender.id, why]] : [])),
  );
  return { rates, setAside, noisy, losses, sitsOut, notCounted };
}

async function main() {
  const open = await openAll();
  /** What went wrong costs its workload, not the run. @type {[string, Error][]} */
  const failures = [];
  const report = {
    date: new Date().toISOString(),
    commit: revision(),
    machine: machine(),
    rounds,
    sampleMs,
    contenders: Object.fromEntries(
      open.map(({ id, isPeer = false, session }) => [id, { ...session.info, isPeer }]),
    ),
    workloads: {},
    firstStep: {},
  };
  try {
    for (const workload of WORKLOADS.filter(({ id }) => wanted(options.only, id, id[0]))) {
      if (options.quick && NOT_QUICK.test(workload.id)) continue;
      if (!open.some(({ takes }) => takes(workload))) continue;
      say(`${workload.id}: ${workload.title}`);
      const timed = await timeWorkload(workload, open).catch(
        (error) => void failures.push([workload.id, error]),
      );
      if (!timed) continue;
      const { rates, ...rest } = timed;
      const results = Object.fromEntries(
        [...rates].map(([id, values]) => [id, { ...summarize(values), values }]),
      );
      const { title, batchSize } = workload;
      report.workloads[workload.id] = {
        title,
        batchSize,
        flopsPerStep: flopsPerStep(workload),
        ...rest,
        stepsPerSecond: results,
      };
    }
  } finally {
    for (const { session } of open) await session.close();
  }
  if (wanted(options.only, 'E')) report.firstStep = await firstSteps({ rounds, withPeers, say });
  console.log(`\n${reportLines(report).join('\n')}`);
  say(`written to ${writeReport(options.out, report)}`);
  if (options.write) benchmarksPage(join(ROOT, 'BENCHMARKS.md'), report);
  for (const [id, error] of failures) say(`${id} was not timed: ${error.stack}`);
  if (failures.length > 0) process.exitCode = 1;
}

function revision() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
  } catch {
    return null; // an unpacked archive
  }
}

await main();
