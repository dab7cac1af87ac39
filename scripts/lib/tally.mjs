/** Counting results of very different tests in one place. */

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} skipped   each with its reason
 */

/** @returns {Tally} */
export const emptyTally = () => ({ passed: 0, failed: 0, skipped: [] });

/** @param {Tally[]} tallies @returns {Tally} */
export const sumTallies = (tallies) => ({
  passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
  failed: tallies.reduce((sum, { failed }) => sum + failed, 0),
  skipped: tallies.flatMap(({ skipped }) => skipped),
});

/**
 * What a doctest binary said. A crash (no summary) and a bad exit code count as a failure.
 *
 * @param {string} title  of the binary, for skipped cases
 * @param {{ code: number, output: string }} result
 * @returns {Tally}
 */
export function tallyDoctest(title, { code, output }) {
  // eslint-disable-next-line no-control-regex -- doctest colors its words
  const plain = output.replaceAll(/\u001b\[[\d;]*m/g, '');
  const summary = /test cases:\s*\d+\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed\s*\|\s*(\d+) skipped/.exec(
    plain,
  );
  if (!summary) return { passed: 0, failed: 1, skipped: [] };
  const [passed, failed, skipped] = summary.slice(1).map(Number);
  return {
    passed,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: skipped > 0 ? [`${title}: ${skipped} test cases are marked to be skipped`] : [],
  };
}

/**
 * What Vitest's JSON report holds. A file that could not be loaded counts as a failure.
 *
 * @param {any} report
 * @returns {Tally}
 */
export function tallyVitest(report) {
  const tally = emptyTally();
  for (const { assertionResults, status } of report.testResults) {
    const failedBefore = tally.failed;
    for (const test of assertionResults) {
      if (test.status === 'passed') tally.passed++;
      else if (test.status === 'failed') tally.failed++;
      else tally.skipped.push(test.fullName.trim());
    }
    if (status === 'failed' && tally.failed === failedBefore) tally.failed++;
  }
  return tally;
}
