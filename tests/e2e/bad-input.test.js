/** Bad input: a clear message at the place, and the network that is being trained does not notice. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inEveryBrowser } from './support/browsers.js';
import { Playground } from './support/page-driver.js';
import { serveSite } from './support/site.js';
import { undisturbedHash } from './support/undisturbed.js';

const MIB = 2 ** 20;

/** What a file says, what the page must answer (the code), and words that must be in the answer. */
const FILES = [
  {
    title: 'a ragged file',
    text: 'a,b,label\n1,2,x\n3,4,5,y\n5,6,z\n',
    code: 'csv_ragged',
    words: [/\b3\b/, /\b4\b/],
  },
  { title: 'an empty file', text: '', code: 'csv_empty', words: [/empty|no rows|nothing/i] },
  { title: 'a file of blank lines', text: '\n\n  \n', code: 'csv_empty', words: [/empty|no rows|nothing/i] },
  {
    title: 'a binary file',
    bytes: Uint8Array.from({ length: 4096 }, (_, i) => (i * 7919 + (i >> 3)) % 256),
    code: 'csv_binary',
    words: [/text/i],
  },
];

/** Tables that can be read but not learned from: refused when they are to be used. */
const TABLES = [
  {
    title: 'text in a column of numbers',
    text: `a,b,label\n${Array.from({ length: 20 }, (_, i) => `${i},${i === 12 ? 'oops' : i * 2},${i % 2 ? 'x' : 'y'}`).join('\n')}\n`,
    code: 'csv_not_number',
    words: [/oops/, /14/], // the value and its line, the header counted
  },
  {
    title: 'one class only',
    text: `a,b,label\n${Array.from({ length: 20 }, (_, i) => `${i},${i * 2},same`).join('\n')}\n`,
    code: 'one_class',
    words: [/class/i],
  },
];

const FIELDS = [
  { title: 'a layer of 0 units', control: 'units-1', typed: '0', code: 'bad_value', words: [/\b1\b/] },
  {
    title: 'a layer of 10 million units',
    control: 'units-1',
    typed: '10000000',
    code: /^(bad_value|network_too_large)$/,
  },
  { title: 'a layer of 2.5 units', control: 'units-1', typed: '2.5', code: 'bad_value' },
  { title: 'a learning rate that is no number', control: 'learning-rate', typed: 'NaN', code: 'bad_value' },
  { title: 'an empty learning rate', control: 'learning-rate', typed: '', code: 'bad_value' },
  { title: 'a learning rate below zero', control: 'learning-rate', typed: '-1', code: 'bad_value' },
  { title: 'an infinite learning rate', control: 'learning-rate', typed: '1e999', code: 'bad_value' },
  { title: 'a batch of 0 rows', control: 'batch-size', typed: '0', code: 'bad_value' },
  { title: 'a penalty below zero', control: 'l2', typed: '-0.1', code: 'bad_value' },
];

inEveryBrowser('bad input', (browser) => {
  let site, before;
  /** @type {Playground | null} */
  let playground = null;
  beforeAll(async () => {
    site = await serveSite();
  });
  afterAll(async () => {
    await playground?.close();
    await site?.close();
  });

  /** What a test leaves must not disturb the next: after a failure (`before` still stands) the page is opened anew. */
  beforeEach(async () => {
    if (playground && before) {
      await playground.close();
      playground = null;
    }
    if (!playground) {
      playground = await Playground.open(browser, site.url);
      // Slow enough that the undisturbed twin is quickly made, and never at rest.
      await playground.choose('speed', '100');
    }
    await playground.press('reset');
    await playground.waitFor((root) => root.run.state.step === 0);
    await playground.playFor(3);
    before = await playground.evaluate((root) => ({ id: root.run.id, spec: JSON.stringify(root.spec) }));
  });

  /** The run is the same, plays on, and its weights are those of a run that never saw the bad input. */
  async function expectUndisturbed() {
    const after = await playground.evaluate((root) => ({ id: root.run.id, spec: JSON.stringify(root.spec) }));
    expect(after).toEqual(before);
    const { step, playing } = await playground.state();
    expect(playing).toBe(true);
    await playground.waitFor((root, target) => root.run.state.step >= target, step + 3);
    const paused = await playground.pause();
    expect(await playground.hash()).toBe(await undisturbedHash(playground, paused.step));
    playground.expectNoProblems();
    before = null;
  }

  function expectClear({ code, text }, { code: wanted, words = [] }) {
    expect(code).toMatch(wanted instanceof RegExp ? wanted : new RegExp(`^${wanted}$`));
    expect(text.length).toBeGreaterThan(12);
    expect(text).not.toMatch(/undefined|null|\[object|\{\w+\}|csv_|bad_|one_class|too_large/);
    for (const word of words) expect(text).toMatch(word);
  }

  for (const file of FILES) {
    test(file.title, async () => {
      await playground.drop({ name: 'table.csv', bytes: file.bytes ?? Buffer.from(file.text) });
      expectClear(await playground.complaint('csv'), file);
      await playground.press('import-cancel');
      await expectUndisturbed();
    });
  }

  test('a file of 200 MB, refused before it is read', async () => {
    const reads = await playground.page.evaluate(async (mebibyte) => {
      const found = [];
      for (const name of ['arrayBuffer', 'bytes', 'slice', 'stream', 'text']) {
        const original = Blob.prototype[name];
        if (!original) continue;
        Blob.prototype[name] = function (...args) {
          found.push(name);
          return original.apply(this, args);
        };
      }
      const part = new Uint8Array(mebibyte).fill(49); // one buffer 200 times: "1111…"
      part.forEach((_, i) => i % 64 === 63 && (part[i] = 10));
      const transfer = new DataTransfer();
      transfer.items.add(new File(new Array(200).fill(part), 'huge.csv'));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        const event = new DragEvent(type, {
          dataTransfer: transfer,
          bubbles: true,
          cancelable: true,
          composed: true,
        });
        document.querySelector('main').dispatchEvent(event);
      }
      while (!document.querySelector('[data-error="csv"]'))
        await new Promise((resolve) => setTimeout(resolve, 5));
      return found;
    }, MIB);
    expect(reads).toEqual([]);
    expectClear(await playground.complaint('csv'), { code: 'file_too_large', words: [/\b50\b/] });
    await playground.press('import-cancel');
    await expectUndisturbed();
  });

  for (const table of TABLES) {
    test(table.title, async () => {
      await playground.dropText(table.text);
      await playground.press('use-data');
      expectClear(await playground.complaint('csv'), table);
      await playground.press('import-cancel');
      await expectUndisturbed();
    });
  }

  for (const field of FIELDS) {
    test(field.title, async () => {
      const { control, typed } = field;
      const good = await playground.evaluate(
        (root, name) => root.querySelector(`[data-control="${name}"]`).value,
        control,
      );
      await playground.type(control, typed);
      expectClear(await playground.complaint(control), field);
      // Said to everybody: the field is marked, and the message belongs to it.
      const marked = await playground.evaluate((root, name) => {
        const input = root.querySelector(`[data-control="${name}"]`);
        const described = (input.getAttribute('aria-describedby') ?? '').split(/\s+/);
        return {
          invalid: input.getAttribute('aria-invalid'),
          kept: input.value,
          tied: described.includes(root.querySelector(`[data-error="${name}"]`).id),
        };
      }, control);
      expect(marked).toEqual({ invalid: 'true', kept: typed, tied: true });

      await expectUndisturbed();

      await playground.type(control, good);
      await playground.waitFor((root, name) => !root.querySelector(`[data-error="${name}"]`), control);
    });
  }
});
