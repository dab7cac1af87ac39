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
