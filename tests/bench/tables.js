/** The report in Markdown: a table for each place and family of workloads, and what does not count, and why. */
import { readFileSync, writeFileSync } from 'node:fs';

/** Three significant digits with k and M, as in the peers' table. @param {number} value */
export function short(value) {
  if (!Number.isFinite(value)) return '–';
  const [scaled, unit] =
    value >= 1e6 ? [value / 1e6, ' M'] : value >= 1e3 ? [value / 1e3, ' k'] : [value, ''];
  return `${Number(scaled.toPrecision(3))}${unit}`;
}

/** @param {{ median: number, min: number, max: number }} summary @param {number} [factor] */
const withRange = ({ median, min, max }, factor = 1) =>
  `${short(median * factor)} (${short(min * factor)}–${short(max * factor)})`;

const percent = (share) => `${Math.round(100 * share)} %`;

/** Lines of a Markdown table whose columns stand under each other. @param {string[][]} rows  the first is the head */
function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(3, ...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [
    line(rows[0]),
    `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`,
    ...rows.slice(1).map(line),
  ];
}

const NAMES = { node: 'Node', chromium: 'Chromium', firefox: 'Firefox' };
const FAMILIES = {
  A: 'A: toys, training, samples a second',
  B: 'B: dense network, samples a second',
  C: 'C: convolutional network, samples a second',
  D: 'D: matrix products, GFLOP/s, and the share of the peak',
  K: 'Kernels, GFLOP/s, and the share of the peak',
  G: 'How time grows: milliseconds a step, and GFLOP/s',
};

/** What was measured on what, then the tables, then what does not count. */
export function reportLines(report) {
  const { machine: m, rounds, sampleMs } = report;
  const lines = [
    `${m.cpu}, ${m.cores} cores (${m.simd.join(' ')}), ${m.memoryGiB} GiB; ${[`Node ${m.node}`, ...m.browsers].join(', ')}; ` +
      `${report.date.slice(0, 10)}, commit ${report.commit}. Medians of ${rounds} rounds of ${sampleMs} ms, in brackets their range.`,
  ];
  for (const [family, title] of Object.entries(FAMILIES)) {
    const workloads = Object.entries(report.workloads).filter(([id]) => id[0] === family);
    if (workloads.length === 0) continue;
    lines.push('', `### ${title}`);
    for (const runtime of Object.keys(NAMES)) lines.push(...familyTable(report, runtime, family, workloads));
    if (family < 'D') lines.push('', ...workloads.map(([id, { title: words }]) => `- ${id}: ${words}`));
  }
  return [...lines, ...firstStepLines(report.firstStep), ...remarks(report)];
}

function familyTable(report, runtime, family, workloads) {
  const ids = Object.keys(report.contenders).filter(
    (id) => id.startsWith(`${runtime}/`) && workloads.some(([, { stepsPerSecond }]) => stepsPerSecond[id]),
  );
  if (ids.length === 0) return [];
  const cell = (each, id) => {
    const rate = each.stepsPerSecond[id];
    if (!rate) return '–';
    const text = CELLS[family](rate, each, peakOf(report, id));
    return each.notCounted[id] ? `[${text}]` : text;
  };
  const names = ids.map((id) => id.slice(runtime.length + 1));
  const head = workloads.map(([id]) => id);
  const rows =
    family === 'K' || family === 'G' // few contenders, many workloads
      ? [
          [NAMES[runtime], ...names],
          ...workloads.map(([, each]) => [each.title, ...ids.map((id) => cell(each, id))]),
        ]
      : [
          [NAMES[runtime], ...head],
          ...ids.map((id, at) => [names[at], ...workloads.map(([, each]) => cell(each, id))]),
        ];
  if (ids.some((id) => report.contenders[id].isPeer))
    rows.push([
      '**simd against the best peer**',
      ...workloads.map(([, each]) => ratio(each, ids, report.contenders)),
    ]);
  return ['', ...table(rows)];
}

const samples = (rate, { batchSize }) => withRange(rate, batchSize);
const shareOfPeak = (rate, { flopsPerStep }, peak) => {
  const flops = rate.median * flopsPerStep;
  return `${short(flops / 1e9)}${peak ? ` (${percent(flops / peak)})` : ''}`;
};
const CELLS = {
  A: samples,
  B: samples,
  C: samples,
  D: shareOfPeak,
  K: shareOfPeak,
  G: (rate, { flopsPerStep }) =>
    `${short(1000 / rate.median)} ms, ${short((rate.median * flopsPerStep) / 1e9)} GFLOP/s`,
};

/** Operations a second that the registers alone reach, times the threads that the contender has; of ours only. */
function peakOf({ contenders, workloads }, id) {
  const peak = workloads['K-peak'];
  const onOneThread = peak?.stepsPerSecond[id.replace(/-threads.*/, '')];
  if (contenders[id].isPeer || !onOneThread) return null;
  return onOneThread.median * peak.flopsPerStep * contenders[id].threads;
}

/** Our one-thread build against the best peer that counts, and which one that is. */
function ratio({ stepsPerSecond, notCounted }, ids, contenders) {
  const own = stepsPerSecond[ids.find((id) => id.endsWith('/simd'))];
  const peers = ids.filter((id) => contenders[id].isPeer && stepsPerSecond[id] && !notCounted[id]);
  if (!own || peers.length === 0) return '–';
  const best = peers.reduce((a, b) => (stepsPerSecond[a].median > stepsPerSecond[b].median ? a : b));
  return `**${(own.median / stepsPerSecond[best].median).toFixed(1)}** (${best.split('/')[1]})`;
}

function firstStepLines(firstStep) {
  const entries = Object.entries(firstStep);
  if (entries.length === 0) return [];
  const rows = entries.map(([title, { milliseconds, kilobytes, budgetMs }]) => [
    title,
    withRange(milliseconds),
    kilobytes ? String(Math.round(kilobytes)) : '–',
    budgetMs ? `${budgetMs}${milliseconds.median > budgetMs ? ', exceeded' : ''}` : '–',
  ]);
  const head = ['Chromium, a fresh profile', 'ms', 'kB, gzip', 'budget, ms'];
  return ['', '### E: first training step (A1) after navigation', '', ...table([head, ...rows])];
}

function remarks(report) {
  /** @type {Map<string, Set<string>>} the reason, and the workloads that it holds for */
  const reasons = new Map();
  const add = (id, found, verb) => {
    for (const [who, why] of Object.entries(found)) {
      const reason = `${who.split('/')[1]} ${verb}: ${why}`;
      reasons.set(reason, (reasons.get(reason) ?? new Set()).add(id));
    }
  };
  let setAside = 0;
  let noisy = 0;
  for (const [id, each] of Object.entries(report.workloads)) {
    add(id, each.notCounted, 'does not count');
    add(id, each.sitsOut, 'sits out');
    setAside += each.setAside;
    noisy += each.noisy;
  }
  return [
    '',
    '### What does not count, and why',
    '',
    ...[...reasons].map(([reason, ids]) => `- ${[...ids].join(', ')}: ${reason}.`),
    `- Rounds set aside because somebody else used the machine: ${setAside}; busy rounds counted all the same: ${noisy}.`,
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
