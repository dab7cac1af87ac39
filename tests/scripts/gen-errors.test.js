import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseErrors, renderErrors } from '../../scripts/gen-errors.mjs';
import { ROOT } from '../../scripts/lib/paths.mjs';

const ENTRY = 'NW_ERROR(bad_shape, 101, caller, "{field} needs {expected}: \\"so\\"")';

test('parseErrors: an entry has its four fields, comments are passed over', () => {
  const text = `// NW_ERROR(name, number, kind, text)\n\n${ENTRY}\n`;
  expect(parseErrors(text)).toEqual([
    { name: 'bad_shape', number: 101, kind: 'caller', text: '{field} needs {expected}: "so"' },
  ]);
});

test.each([
  ['a kind that there is not', ENTRY.replace('caller', 'user')],
  ['a number twice', `${ENTRY}\n${ENTRY.replace('bad_shape', 'other')}`],
  ['a name twice', `${ENTRY}\n${ENTRY.replace('101', '102')}`],
  ['an entry over two lines', ENTRY.replace('caller, ', 'caller,\n')],
])('parseErrors: %s is refused', (_, text) => {
  expect(() => parseErrors(text)).toThrow(/errors\.def/);
});

test('renderErrors: the text comes back as it was, whatever it holds', async () => {
  const entries = [{ name: 'odd', number: 7, kind: 'bug', text: `it's a \\ and "two"` }];
  const source = `data:text/javascript,${encodeURIComponent(renderErrors(entries))}`;
  expect((await import(source)).ERRORS.odd).toEqual({ number: 7, kind: 'bug', text: entries[0].text });
});

test('web/errors/codes.js is what errors.def says', async () => {
  const source = await readFile(join(ROOT, 'engine/core/errors.def'), 'utf8');
  const present = await readFile(join(ROOT, 'web/errors/codes.js'), 'utf8');
  expect(present).toBe(renderErrors(parseErrors(source)));
});
