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

/** The report in Markdown: what was measured on what, then a table for each place. */
export function reportLines(report) {
  const { machine: m, contenders, rounds, sampleMs } = report;
  const lines = [
    `${m.cpu}, ${m.cores} cores (${m.simd.join(' ')}), node ${m.node}, ${report.date.slice(0, 10)}, commit ${report.commit}: ` +
      `medians of ${rounds} rounds of ${sampleMs} ms`,
  ];
  for (const runtime of ['node', 'chromium']) {
    const ids = Object.keys(contenders).filter((id) => id.startsWith(`${runtime}/`));
    if (ids.length === 0) continue;
    const names = ids.map((id) => id.slice(runtime.length + 1));
    const rows = Object.entries(report.workloads).map(([id, each]) => [
      id,
      ...ids.map((contender) => cell(each, contender)),
      ratio(each, ids, contenders),
    ]);
    lines.push('', `**${runtime}**, samples a second: median (range)`, '');
    lines.push(...table([['workload', ...names, 'simd / best peer'], ...rows]));
  }
  return [...lines, ...remarks(report)];
}

function cell({ stepsPerSecond, batchSize, notCounted }, id) {
  const found = stepsPerSecond[id];
  if (!found) return '–';
  const samples = { median: found.median * batchSize, min: found.min * batchSize, max: found.max * batchSize };
  return notCounted[id] ? `[${short(samples.median)}]` : withRange(samples);
}

/** Our one-thread build against the best peer that counts. */
function ratio({ stepsPerSecond, notCounted }, ids, contenders) {
  const own = ids.find((id) => id.endsWith('/simd'));
  const rates = ids
    .filter((id) => contenders[id].isPeer && stepsPerSecond[id] && !notCounted[id])
    .map((id) => stepsPerSecond[id].median);
  if (!own || rates.length === 0) return '–';
  return (stepsPerSecond[own].median / Math.max(...rates)).toFixed(1);
}

function remarks(report) {
  const lines = [];
  const say = (text) => lines.push('', text);
  for (const [id, { title, sitsOut, notCounted, setAside, noisy }] of Object.entries(report.workloads)) {
    const words = [
      ...Object.entries(notCounted).map(([who, why]) => `${who} does not count: ${why}`),
      ...Object.entries(sitsOut).map(([who, why]) => `${who} sits out: ${why}`),
      ...(setAside > 0 ? [`rounds set aside because the machine was busy: ${setAside}`] : []),
      ...(noisy > 0 ? [`busy rounds counted all the same: ${noisy}`] : []),
    ];
    say(`${id}: ${title}.${words.length > 0 ? ` ${words.join('; ')}.` : ''}`);
  }
  for (const [title, { milliseconds, budgetMs }] of Object.entries(report.firstStep)) {
    const over = milliseconds.median > budgetMs ? ' OVER BUDGET' : '';
    say(`First training step after navigation, ${title}: ${withRange(milliseconds)} ms, budget ${budgetMs} ms${over}`);
  }
  return lines;
}

const BEGIN = '<!-- written by npm run bench -- --write -->';
const END = '<!-- end -->';

/** Puts the tables between the marks of BENCHMARKS.md. */
export function benchmarksPage(path, report) {
  const page = readFileSync(path, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${path} has no place for the tables: ${BEGIN} … ${END}`);
  writeFileSync(path, `${before}${BEGIN}\n\n${reportLines(report).join('\n')}\n\n${END}${after}`);
}
