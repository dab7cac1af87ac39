/** Numbers of a benchmark: their medians, what they were taken on, and the JSON file that later runs compare with. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../e2e/support/browsers.js';

/** Median and range of samples, and how many there were. @param {number[]} values */
export function summarize(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median, min: sorted[0], max: sorted[sorted.length - 1], samples: sorted.length };
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
    browsers: browserVersions(),
  };
}

/** What is on this machine: "Chromium 156.0…". */
function browserVersions() {
  return ['chromium', 'firefox'].flatMap((name) => {
    const program = findBrowser(name);
    return program
      ? [
          execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
            .trim()
            .split(' built on ')[0],
        ]
      : [];
  });
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
