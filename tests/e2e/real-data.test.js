/** Real data, dropped on the page and trained by its controls, reaches what PyTorch reaches on the same data. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inEveryBrowser } from './support/browsers.js';
import { dataFile, testWithData } from './support/environment.js';
import { newWeights, setUpNetwork, trainFor, useTable } from './support/network-setup.js';
import { Playground } from './support/page-driver.js';
import { REFERENCE, SEEDS } from './support/reference.js';
import { serveSite } from './support/site.js';

const MINUTES = 60_000;

/** Trains every seed, and says what came out. */
async function accuracies(playground, task) {
  const found = [];
  for (const seed of SEEDS) {
    await newWeights(playground, seed);
    await trainFor(playground, task.epochs);
    const { accuracy, rows } = await playground.measure('test');
    expect(rows).toBe(await playground.evaluate((root) => root.session.dataset.testRows));
    found.push(accuracy);
  }
  // Shown as percent with one decimal, a few frames later.
  const wrongBy = async () =>
    Math.abs((await playground.number('test-accuracy')) - 100 * found[found.length - 1]);
  await expect.poll(wrongBy).toBeLessThan(0.06);
  return found;
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

inEveryBrowser('real data by the controls of the page', (browser) => {
  let site;
  beforeAll(async () => {
    site = await serveSite();
  });
  afterAll(() => site?.close());

  async function reaches(task, giveFile) {
    const playground = await Playground.open(browser, site.url);
    try {
      await giveFile(playground, dataFile(task.file));
      await useTable(playground, task);
      await setUpNetwork(playground, task);
      const found = await accuracies(playground, task);
      console.log(
        `${task.title} [${browser.name}]: ${mean(found).toFixed(4)} (${found.map((a) => a.toFixed(3)).join(' ')})`,
      );
      expect(mean(found)).toBeGreaterThanOrEqual(task.atLeast);
      playground.expectNoProblems();
    } finally {
      await playground.close();
    }
  }

  testWithData(test, ['iris.csv'])(
    'iris.csv, dropped: its first line is none of the rows, the last column is the class',
    () =>
      reaches(REFERENCE.iris, async (playground, path) => {
        await playground.dropPath(path);
        await playground.control('use-data');
        const label = await playground.evaluate(
          (root) => root.querySelector('[data-control="label-column"]').value,
        );
        expect(label).toBe('4');
        expect(await playground.readout('recognized')).toContain('150');
      }),
    3 * MINUTES,
  );

  describe('digits.csv.gz', () => {
    testWithData(test, ['digits.csv.gz'])(
      'chosen by the file input, with Adam',
      () => reaches(REFERENCE.digitsAdam, (playground, path) => playground.chooseFile(path)),
      3 * MINUTES,
    );

    testWithData(test, ['digits.csv.gz'])(
      'dropped, with SGD',
      () => reaches(REFERENCE.digitsSgd, (playground, path) => playground.dropPath(path)),
      3 * MINUTES,
    );
  });
});
