import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { ERRORS } from '../../../web/errors/codes.js';
import { de } from '../../../web/messages/de.js';
import { en } from '../../../web/messages/en.js';
import {
  errorText,
  formatCount,
  formatNumber,
  formatPercent,
  formatSetting,
  formatShort,
  onLanguageChange,
  parseNumber,
  setLanguage,
  t,
} from '../../../web/messages/index.js';
import { OPTIMIZER_FIELDS } from '../../../web/playground/settings.js';
import { SPEEDS } from '../../../web/playground/speeds.js';
import { CATALOG } from '../../../web/schema/catalog.js';

afterEach(() => setLanguage('en'));

const WEB = fileURLToPath(new URL('../../../web', import.meta.url));
const sources = ['elements', 'playground', 'lessons', 'messages'].flatMap((folder) => {
  if (!existsSync(join(WEB, folder))) return []; // a module that is not there yet
  const files = readdirSync(join(WEB, folder), { recursive: true, encoding: 'utf8' });
  const scripts = files.filter((file) => file.endsWith('.js') && !/^(en|de)\.js$/.test(file));
  return scripts.map((file) => readFileSync(join(WEB, folder, file), 'utf8'));
});

/** Keys made of a name from a table, as the pages make them. */
const madeKeys = [
  ...Object.keys(ERRORS).map((code) => `error.${code}`),
  ...Object.keys(CATALOG.initializers).map((name) => `initializer.${name}`),
  ...Object.values(CATALOG.initializers).flatMap(({ fields }) =>
    Object.keys(fields).map((f) => `initializer.field.${f}`),
  ),
  ...Object.values(CATALOG.initializers).flatMap(({ fields }) =>
    Object.values(fields).flatMap(({ options = [] }) => options.map((o) => `initializer.option.${o}`)),
  ),
  ...Object.keys(CATALOG.activations).map((name) => `activation.${name}`),
  ...OPTIMIZER_FIELDS.map((name) => `optimizer.field.${name}`),
  ...Object.keys(CATALOG.losses).map((name) => `loss.${name}`),
  ...Object.keys(CATALOG.optimizers).map((name) => `optimizer.${name}`),
  ...Object.keys(CATALOG.generators).map((name) => `data.set.${name}`),
  ...Object.keys(CATALOG.scalings).map((name) => `import.scaling.${name}`),
  ...Object.keys(CATALOG.splits).map((name) => `import.split.${name}`),
  ...SPEEDS.map((speed) => `run.speed.${speed}`),
];

describe('catalogs', () => {
  test('every key is in both languages', () => {
    expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
  });

  test('a text has the same placeholders in both languages', () => {
    const names = (text) => [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort();
    for (const key of Object.keys(en)) expect(names(de[key]), key).toEqual(names(en[key]));
  });

  test('German is German: equal texts are names and words that both languages share', () => {
    const shared =
      /^(Xor|SGD|Momentum|Nesterov|RMSprop|Adagrad|Adam|AMSGrad|AdamW|Huber|linear|(leaky )?ReLU|[SG]?ELU|SiLU|sigmoid|tanh|soft(max|plus)|normal|PNG|SVG|CSV|Training|Test|test|b|Pause|Bias|Name|Text|Regression|train|\W*)$/;
    const same = Object.keys(en).filter((key) => en[key] === de[key] && !shared.test(en[key]));
    expect(same.filter((key) => en[key].replace(/\{[^}]*\}/g, '').trim().length > 3)).toEqual([]);
  });

  test('every key that a page asks for exists', () => {
    const asked = sources.flatMap((source) =>
      [...source.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key]) => key),
    );
    expect(asked.length).toBeGreaterThan(100);
    for (const key of [...asked, ...madeKeys]) expect(Object.keys(en), key).toContain(key);
  });

  test('no text is left over', () => {
    const all = sources.join('\n');
    const stems = [...all.matchAll(/`([\w.]+\.)\$\{/g)].map(([, stem]) => stem);
    const used = (key) =>
      all.includes(`'${key}'`) || madeKeys.includes(key) || stems.some((stem) => key.startsWith(stem));
    expect(Object.keys(en).filter((key) => !used(key))).toEqual([]);
  });
});

describe('t', () => {
  test('fills placeholders, numbers as the language writes them', () => {
    expect(t('announce.paused', { epoch: 12, step: 6213 })).toBe('Paused at epoch 12, step 6,213.');
    setLanguage('de');
    expect(t('announce.paused', { epoch: 12, step: 6213 })).toBe('Pause in Epoche 12, Schritt 6.213.');
  });

  test('one is not many', () => {
    expect(t('network.follows', { units: 1, activation: 'x' })).toBe('1 unit · x');
    expect(t('network.follows', { units: 3, activation: 'x' })).toBe('3 units · x');
  });

  test('a key that does not exist shows itself', () => expect(t('no.such.key')).toBe('no.such.key'));
});

test('setLanguage: takes tags with regions, refuses unknown ones, tells listeners once', () => {
  const heard = [];
  const stop = onLanguageChange((language) => heard.push(language));
  expect(setLanguage('de-AT')).toBe(true);
  expect(setLanguage('de')).toBe(true);
  expect(setLanguage('tlh')).toBe(false);
  stop();
  setLanguage('en');
  expect(heard).toEqual(['de']);
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [0.031, '0.0310'],
    [-1.239, '−1.24'],
    [12345, '12,300'],
    [0.0000123, '1.23e−5'],
    [5.6e8, '5.60e8'],
    [NaN, 'NaN'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
  ])('formatNumber(%d) is %s', (value, text) => expect(formatNumber(value)).toBe(text));

  test('never writes a hyphen for a minus, in any language', () => {
    for (const language of ['en', 'de']) {
      setLanguage(language);
      for (const value of [-5, -0.5, -1e-9, -1e9, 1e-9])
        for (const format of [formatNumber, formatCount, formatSetting, formatShort, formatPercent])
          expect(format(value)).not.toContain('-');
    }
  });

  test('formatShort: no needless zeros, none taken that count', () => {
    expect([1.5, 10, 100, 0.25, -3, 6e8, 0].map(formatShort)).toEqual([
      '1.5',
      '10',
      '100',
      '0.25',
      '−3',
      '6e8',
      '0',
    ]);
  });

  test('formatPercent', () => {
    expect(formatPercent(0.9553)).toBe('95.5%');
    expect(formatPercent(0.5, 0)).toBe('50%');
    expect(formatPercent(NaN)).toBe('–');
  });

  test('what is shown as a setting can be typed again, in either language', () => {
    for (const language of ['en', 'de']) {
      setLanguage(language);
      for (const value of [0, 0.001, 0.03, 1, 10, 65536, 1e-7, -2.5, 9007199254740991, 3e20])
        expect(parseNumber(formatSetting(value))).toBe(value);
    }
  });

  test.each([
    ['0.5', 0.5],
    ['0,5', 0.5],
    [' 12 ', 12],
    ['−3', -3],
    ['-3', -3],
    ['+3', 3],
    ['.5', 0.5],
    ['5.', 5],
    ['1e-3', 0.001],
    ['1E3', 1000],
  ])('parseNumber(%j) is %d', (text, value) => expect(parseNumber(text)).toBe(value));

  test.each([
    '',
    ' ',
    'abc',
    'NaN',
    'Infinity',
    '1 000',
    '1,000,000',
    '1.2.3',
    '0x10',
    '1e',
    '--1',
    '3 units',
  ])('parseNumber(%j) is no number', (text) => expect(parseNumber(text)).toBeNaN());
});

describe('errorText', () => {
  test('says what was refused and what is allowed', () => {
    const details = { field: 'layers[0].units', value: 0, minimum: 1, maximum: 65536 };
    expect(errorText({ code: 'bad_value', details })).toBe('“0” does not work here. Allowed: 1 to 65536.');
    setLanguage('de');
    expect(errorText({ code: 'bad_value', details })).toBe('„0“ geht hier nicht. Erlaubt: 1 bis 65536.');
  });

  test('names the line of a file', () => {
    expect(errorText({ code: 'csv_ragged', details: { line: 7, expected: 5, actual: 1 } })).toBe(
      'Line 7 has 1 column, the lines before it 5.',
    );
  });

  test('a code from a newer engine shows its own text', () => {
    expect(errorText({ code: 'from_the_future', message: 'Something new.' })).toBe('Something new.');
  });

  test('a refused value cannot flood the page', () => {
    expect(errorText({ code: 'bad_value', details: { value: 'x'.repeat(5000) } }).length).toBeLessThan(120);
  });
});
