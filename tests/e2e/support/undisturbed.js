/** The run of the page, made again beside it and never disturbed: the same step must have the same bits. */

/**
 * @param {import('./page-driver.js').Playground} playground
 * @param {number} step
 * @returns {Promise<string>}  hash of all weights at that step
 */
export function undisturbedHash(playground, step) {
  return playground.evaluate(async (root, steps) => {
    const twin = await root.engine.createRun(root.spec, root.source);
    try {
      if (steps > 0) await twin.step(steps);
      return await twin.hash();
    } finally {
      await twin.dispose();
    }
  }, step);
}
