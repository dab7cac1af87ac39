import { expect, test } from 'vitest';
import { CATALOG } from '../../../web/schema/catalog.js';
import { describeAllowed } from '../../../web/schema/values.js';
import { hasModule, makeCore } from '../support/core.js';

const SECTIONS = /** @type {const} */ ([
  'layers',
  'activations',
  'initializers',
  'losses',
  'optimizers',
  'generators',
]);

test.skipIf(!hasModule('simd'))('catalog: names what the engine has, no more and no less', async () => {
  const { names } = (await makeCore()).info;
  for (const section of SECTIONS) {
    expect(Object.keys(CATALOG[section]).sort(), section).toEqual([...names[section]].sort());
  }
});

test('catalog: every entry says its formula and where it comes from', () => {
  const { training: _, ...sections } = CATALOG;
  for (const [section, entries] of Object.entries(sections)) {
    for (const [name, { formula, source, fields }] of Object.entries(entries)) {
      expect(formula, `${section}.${name}`).toBeTruthy();
      expect(source.length, `${section}.${name}`).toBeGreaterThan(5);
      expect(typeof fields, `${section}.${name}`).toBe('object');
    }
  }
});

test('catalog: every default is allowed', () => {
  const fields = [
    ...Object.entries(CATALOG.training),
    ...Object.values(CATALOG).flatMap((entries) =>
      Object.values(entries).flatMap((entry) => Object.entries(entry.fields ?? {})),
    ),
  ];
  expect(fields.length).toBeGreaterThan(20);
  for (const [name, field] of fields) {
    if (field.options) expect(field.options, name).toContain(field.default);
    else {
      expect(field.default, `${name}: ${describeAllowed(field)}`).toBeGreaterThanOrEqual(
        field.minimum ?? -Infinity,
      );
      expect(field.default, name).toBeLessThanOrEqual(field.maximum ?? Infinity);
    }
  }
});
