import { expect, test } from 'vitest';
import { CATALOG } from '../../../web/schema/catalog.js';
import { normalizeSpec } from '../../../web/schema/spec.js';
import { checkValue, describeAllowed } from '../../../web/schema/values.js';
import { hasModule, makeCore } from '../support/core.js';

const SECTIONS = /** @type {const} */ ([
  'layers',
  'activations',
  'initializers',
  'losses',
  'optimizers',
  'schedules',
  'generators',
  'imageGenerators',
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
  expect(fields.length).toBeGreaterThan(100);
  for (const [name, field] of fields) {
    if (field.default === null) expect(field.defaultNote, name).toBeTruthy();
    else if (field.type === 'initializer' || field.type === 'schedule')
      expect(field.options, name).toContain(field.default);
    else
      expect(
        () => checkValue(name, field.default, field),
        `${name}: ${describeAllowed(field)}`,
      ).not.toThrow();
  }
});

test('catalog: the words for what is allowed tell apart what is allowed', () => {
  const all = Object.values(CATALOG).flatMap((entries) =>
    Object.values(entries).flatMap((entry) => Object.values(entry.fields ?? {})),
  );
  const probes = [-1, 0, 1e-31, 0.5, 1, 1.5, 2, 11, 70000, 1e7, true, [1, 1], [0, 1], [1, 2, 3], NaN, null];
  const byWords = new Map();
  for (const field of all) {
    if (field.type === 'initializer' || field.type === 'schedule') continue;
    const words = `${describeAllowed(field)} ${field.type === 'integer'}`;
    const verdicts = probes.map((value) => {
      try {
        return checkValue('x', value, field) !== undefined;
      } catch {
        return false;
      }
    });
    expect(byWords.get(words) ?? verdicts, words).toEqual(verdicts);
    byWords.set(words, verdicts);
  }
  expect(byWords.size).toBeGreaterThan(15);
});

test('catalog: every activation and initializer can stand in a network', () => {
  for (const activation of Object.keys(CATALOG.activations))
    for (const kernelInitializer of Object.keys(CATALOG.initializers)) {
      const layer = { type: /** @type {const} */ ('dense'), activation, kernelInitializer };
      const [complete] = normalizeSpec({ inputShape: [2], layers: [layer] }).layers;
      expect([complete.activation, complete.kernelInitializer?.type]).toEqual([
        activation,
        kernelInitializer,
      ]);
    }
});
