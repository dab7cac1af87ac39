/** Numbers of a benchmark to a table that people read and a JSON file that later runs compare with. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** Median and range of samples, and how many there were. @param {number[]} values */
export function summarize(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1], samples: sorted.length };
}

/** Three significant digits with k and M, as in the peers' table. @param {number} value */
export function short(value) {
  if (!Number.isFinite(value)) return '–';
  const [scaled, unit] =
    value >= 1e6 ? [value / 1e6, ' M'] : value >= 1e3 ? [value / 1e3, ' k'] : [value, ''];
  return `${Number(scaled.toPrecision(3))}${unit}`;
}

/** @param {{ median: number, min: number, max: number }} summary */
export const withRange = ({ median, min, max }) => `${short(median)} (${short(min)}–${short(max)})`;

/** Lines of a Markdown table whose columns stand under each other. @param {string[][]} rows  the first is the head */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [
    line(rows[0]),
    `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`,
    ...rows.slice(1).map(line),
  ];
}

/** What the numbers were taken on. */
export function machine() {
  const flags = /** @type {string[]} */ ((readCpuFlags() ?? '').split(' '));
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    simd: ['avx512f', 'avx2', 'fma', 'sse4_1'].filter((flag) => flags.includes(flag)),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}

function readCpuFlags() {
  try {
    return /^flags\s*:\s*(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1];
  } catch {
    return null; // not Linux: the report does without
  }
}

/** @param {string} folder @param {object} report  must hold `date` */
export function writeReport(folder, report) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${report.date.replace(/[:.]/g, '-')}.json`);
  const text = `${JSON.stringify(report, null, 2)}\n`;
  writeFileSync(path, text);
  writeFileSync(join(folder, 'latest.json'), text);
  return path;
}

const RUNTIMES = ['node', 'chromium'];

/** The report in Markdown: what it was measured on, us against the best peer, and a table for each workload. */
export function reportLines(report) {
  const { machine: m, contenders, rounds, sampleMs } = report;
  const workloads = Object.entries(report.workloads);
  const lines = [
    `${m.cpu}, ${m.cores} cores (${m.simd.join(' ')}), node ${m.node}, ${report.date.slice(0, 10)}, commit ${report.commit}: ` +
      `medians of ${rounds} rounds of ${sampleMs} ms.`,
  ];
  if (Object.values(contenders).some(({ isPeer }) => isPeer)) {
    const rows = workloads.map(([id, each]) => [
      id,
      ...RUNTIMES.map((runtime) => ratio(each, runtime, contenders)),
    ]);
    lines.push('', 'One thread (`simd`) against the fastest peer that counts:', '');
    lines.push(...table([['workload', ...RUNTIMES], ...rows]));
  }
  for (const [id, each] of workloads) lines.push('', ...workloadLines(id, each, contenders));
  for (const [title, { milliseconds, budgetMs }] of Object.entries(report.firstStep)) {
    const over = milliseconds.median > budgetMs ? ', over' : '';
    const times = withRange(milliseconds);
    lines.push(
      '',
      `First training step after navigation, ${title}: ${times} ms; budget ${budgetMs} ms${over}.`,
    );
  }
  return lines;
}

function ratio({ stepsPerSecond, notCounted }, runtime, contenders) {
  const peers = Object.keys(stepsPerSecond).filter(
    (id) => id.startsWith(`${runtime}/`) && contenders[id].isPeer && !notCounted[id],
  );
  const own = stepsPerSecond[`${runtime}/simd`];
  if (!own || peers.length === 0) return '–';
  const best = peers.reduce((a, b) => (stepsPerSecond[a].median > stepsPerSecond[b].median ? a : b));
  return `${(own.median / stepsPerSecond[best].median).toFixed(1)} (${best.split('/')[1]})`;
}

function workloadLines(
  id,
  { title, batchSize, stepsPerSecond, notCounted, sitsOut, setAside, noisy, flopsPerStep },
  contenders,
) {
  const runtimes = RUNTIMES.filter((runtime) =>
    Object.keys(contenders).some((each) => each.startsWith(`${runtime}/`)),
  );
  const names = [...new Set(Object.keys(stepsPerSecond).map((each) => each.split('/')[1]))];
  const cell = (each) => {
    const found = stepsPerSecond[each];
    if (!found) return '–';
    const samples = {
      median: found.median * batchSize,
      min: found.min * batchSize,
      max: found.max * batchSize,
    };
    return notCounted[each] ? `[${withRange(samples)}]` : withRange(samples);
  };
  const flops = `${short(flopsPerStep / batchSize)}FLOP a sample`;
  const why = (each) => [
    ...new Set(Object.entries(each).map(([who, words]) => `${who.split('/')[1]}: ${words}`)),
  ];
  const notes = [
    ...why(notCounted).map((words) => `in brackets, because it does not count, ${words}`),
    ...why(sitsOut).map((words) => `sits out, ${words}`),
    ...(setAside > 0 ? [`rounds set aside because the machine was busy: ${setAside}`] : []),
    ...(noisy > 0 ? [`busy rounds counted all the same: ${noisy}`] : []),
  ];
  return [
    `**${id}**: ${title}. Samples a second, median (range); ${flops}.${notes.map((note) => ` ${note}.`).join('')}`,
    '',
    ...table([
      ['', ...runtimes],
      ...names.map((name) => [name, ...runtimes.map((runtime) => cell(`${runtime}/${name}`))]),
    ]),
  ];
}

const BEGIN = '<!-- written by npm run bench -- --peers --write -->';
const END = '<!-- end -->';

/** Puts the tables between the marks of BENCHMARKS.md. */
export function benchmarksPage(path, report) {
  const page = readFileSync(path, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${path} has no place for the tables: ${BEGIN} … ${END}`);
  writeFileSync(path, `${before}${BEGIN}\n\n${reportLines(report).join('\n')}\n\n${END}${after}`);
}
