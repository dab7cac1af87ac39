/**
 * `npm test`: everything, from nothing. A failing step does not keep the others from running.
 *
 * The last lines say what was skipped and why, then how many passed, failed and were skipped.
 */
import { readArgs } from './lib/args.mjs';
import { Failure, main, since } from './lib/log.mjs';
import { emptyTally, sumTallies } from './lib/tally.mjs';
import { requireNode } from './toolchain/node.mjs';

const USAGE = `npm test                          everything
npm test -- --only native,web     these steps; --list names all of them
npm run test:quick                what finds most mistakes, in under three minutes
NW_REQUIRE=data,browsers npm test a test that is skipped for want of these fails`;

await main(async () => {
  const options = readArgs(
    { only: { type: 'string' }, quick: { type: 'boolean' }, list: { type: 'boolean' } },
    USAGE,
  );
  await requireNode();
  const { STEPS } = await import('./test-steps.mjs');
  if (options.list)
    return console.log(STEPS.map(({ name, title }) => `${name.padEnd(18)}${title}`).join('\n'));
  const results = [];
  for (const step of chosen(STEPS, options)) results.push(await runStep(step, options.quick));
  printTable(results);
  const total = sumTallies(results.map(({ tally }) => tally));
  for (const skipped of total.skipped) console.log(`skipped: ${skipped}`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
});

function chosen(steps, { only = '', quick = false }) {
  const names = only ? only.split(',') : [];
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) throw new Failure(`There is no step ${unknown.join(', ')}; --list names them.`);
  return steps.filter((step) => (only ? names.includes(step.name) : !quick || step.quick));
}

/** A step that throws counts as one failure. */
async function runStep({ name, title, run }, quick) {
  const start = performance.now();
  console.log(`\n━━━ ${title}  (${name})`);
  let tally;
  try {
    tally = await run(quick);
  } catch (error) {
    console.log(error instanceof Failure ? error.message : error.stack);
    tally = { ...emptyTally(), failed: 1 };
  }
  return { name, tally, time: since(start) };
}

function printTable(results) {
  console.log('\n━━━ Result\n');
  for (const { name, tally, time } of results) {
    const { passed, failed, skipped } = tally;
    const counts = `${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed`;
    const mark = failed > 0 ? '✗' : '✓';
    console.log(
      `${mark} ${name.padEnd(18)}${counts} ${String(skipped.length).padStart(4)} skipped   ${time}`,
    );
  }
  console.log('');
}
