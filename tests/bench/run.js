/**
 * The benchmark: training steps a second of every contender on every workload.
 *
 * Every contender has a process of its own; samples are taken in turns, A B C, A B C, so that a slow minute of the
 * machine hits everybody; a round in which somebody else used the machine is set aside for all. Losses of the first
 * steps must agree before the clock starts.
 *
 *     node tests/bench/run.js [--quick] [--only A1,B-sgd-32] [--contenders node/simd,chromium/simd] [--out build/bench]
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ours } from './contenders/ours.js';
import { firstSteps } from './first-step.js';
import { isQuiet } from './quiet.js';
import { machine, short, summarize, table, withRange, writeReport } from './report.js';
import { WORKLOADS, flopsPerStep } from './workloads.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

// As the peers' figures were taken: seven rounds, samples of at least 250 ms.
const FULL = { rounds: 7, sampleMs: 300 };
const QUICK = { rounds: 3, sampleMs: 100 };

// Fused multiply-adds and another order of sums move the last bits; six steps do not amplify that beyond this.
const RELAXED_TOLERANCE = 1e-4;

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    contenders: { type: 'string' },
    out: { type: 'string', default: join(ROOT, 'build', 'bench') },
    'no-first-step': { type: 'boolean', default: false },
  },
});
const { rounds, sampleMs } = options.quick ? QUICK : FULL;
const wanted = (list, name) => !list || list.split(',').includes(name);
const say = (text) => process.stderr.write(`${text}\n`);

/** Contenders that can start here. */
async function openAll() {
  const open = [];
  for (const contender of await ours()) {
    if (!wanted(options.contenders, contender.id)) continue;
    if (contender.missing) {
      say(`${contender.id}: left out, ${contender.missing}`);
      continue;
    }
    open.push({ ...contender, session: await contender.start() });
  }
  return open;
}

/** @throws {Error} when a contender's first losses are not those of the first */
function compareLosses(workload, all) {
  const [first, ...others] = all;
  for (const { contender, losses } of others) {
    losses.forEach((loss, step) => {
      const want = first.losses[step];
      const far = Math.abs(loss - want) / Math.abs(want);
      const allowed = contender.sameBits && first.contender.sameBits ? 0 : RELAXED_TOLERANCE;
      if (!(far <= allowed)) {
        throw new Error(
          `${workload.id}: ${contender.id} has loss ${loss} after ${step} steps, ${first.contender.id} has ${want}`,
        );
      }
    });
  }
  const { losses } = first;
  if (!(losses[losses.length - 1] < losses[0]))
    throw new Error(`${workload.id}: the loss did not fall: ${losses}`);
}

async function timeWorkload(workload, open) {
  const prepared = [];
  for (const contender of open) {
    prepared.push({ contender, losses: await contender.session.call('prepare', workload.id) });
  }
  compareLosses(workload, prepared);

  const rates = new Map(open.map(({ id }) => [id, []]));
  let setAside = 0;
  let noisy = 0;
  const cores = cpus().length;
  for (let taken = 0; taken < rounds;) {
    const round = new Map();
    const quietBefore = await isQuiet(cores);
    for (const { id, session } of open) {
      const { steps, milliseconds } = await session.call('sample', sampleMs);
      round.set(id, (1000 * steps) / milliseconds);
    }
    if (quietBefore && (await isQuiet(cores))) {
      taken++;
    } else if (setAside < 2 * rounds) {
      setAside++;
      continue;
    } else {
      taken++; // never quiet: go on, and the report says so
      noisy++;
    }
    for (const [id, rate] of round) rates.get(id).push(rate);
  }
  for (const { session } of open) await session.call('finish');
  return { rates, setAside, noisy, losses: prepared[0].losses };
}

async function main() {
  const open = await openAll();
  const report = {
    date: new Date().toISOString(),
    commit: revision(),
    machine: machine(),
    rounds,
    sampleMs,
    contenders: Object.fromEntries(open.map(({ id, info, session }) => [id, info ?? session.info])),
    workloads: {},
    firstStep: {},
  };
  try {
    for (const workload of WORKLOADS.filter(({ id }) => wanted(options.only, id))) {
      say(`${workload.id}: ${workload.title}`);
      const { rates, setAside, noisy, losses } = await timeWorkload(workload, open);
      const results = Object.fromEntries(
        [...rates].map(([id, values]) => [id, { ...summarize(values), values }]),
      );
      const { title, batchSize } = workload;
      report.workloads[workload.id] = {
        title,
        batchSize,
        flopsPerStep: flopsPerStep(workload),
        losses,
        setAside,
        noisy,
        stepsPerSecond: results,
      };
    }
  } finally {
    for (const { session } of open) await session.close();
  }
  if (!options['no-first-step']) report.firstStep = await firstSteps({ rounds, say });
  print(report);
  say(`written to ${writeReport(options.out, report)}`);
}

function revision() {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).trim();
  } catch {
    return null; // an unpacked archive
  }
}

function print(report) {
  const { machine: m, contenders } = report;
  console.log(
    `\n${m.cpu}, ${m.cores} cores (${m.simd.join(' ')}), node ${m.node}, ${report.date.slice(0, 10)}, ${report.commit}`,
  );
  for (const [id, info] of Object.entries(contenders)) console.log(`${id}: ${JSON.stringify(info)}`);
  const ids = Object.keys(contenders);
  const entries = Object.entries(report.workloads);

  console.log('\nTraining steps a second: median (range)');
  const steps = entries.map(([id, { stepsPerSecond }]) => [
    id,
    ...ids.map((each) => withRange(stepsPerSecond[each])),
  ]);
  for (const line of table([['workload', ...ids], ...steps])) console.log(line);

  console.log('\nTraining samples a second, and GFLOP/s: medians');
  const samples = entries.map(([id, { stepsPerSecond, batchSize, flopsPerStep: flops }]) => [
    id,
    ...ids.map((each) => {
      const { median } = stepsPerSecond[each];
      return `${short(median * batchSize)} (${short((median * flops) / 1e9)})`;
    }),
  ]);
  for (const line of table([['workload', ...ids], ...samples])) console.log(line);
  const busy = entries.filter(([, { setAside }]) => setAside > 0);
  if (busy.length > 0) {
    const words = busy.map(
      ([id, { setAside, noisy }]) =>
        `${id} ${setAside}${noisy > 0 ? ` (${noisy} counted all the same)` : ''}`,
    );
    console.log(`\nRounds set aside because the machine was busy: ${words.join(', ')}`);
  }

  for (const [title, { milliseconds, budgetMs }] of Object.entries(report.firstStep)) {
    const over = milliseconds.median > budgetMs ? ' OVER BUDGET' : '';
    console.log(
      `First training step after navigation, ${title}: ${withRange(milliseconds)} ms, budget ${budgetMs} ms${over}`,
    );
  }
}

await main();
