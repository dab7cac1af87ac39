import { describe, expect, test } from 'vitest';
import { readCsv } from '../../../web/formats/csv.js';
import { suggestColumns, tableToData } from '../../../web/formats/table-data.js';
import { checkSource } from '../../../web/schema/data-source.js';
import { dataBlob, hasData } from '../support/data.js';
import { errorOf } from '../support/errors.js';

/** @param {string} text @param {any} [options] */
const data = async (text, options) => tableToData(await readCsv(text), options);
const suggest = async (/** @type {string} */ text) => suggestColumns(await readCsv(text));

describe('suggestColumns', () => {
  test.each([
    ['the last column', '1,2,0\n3,4,1\n', { label: 2, features: [0, 1], problem: 'classification' }],
    [
      'the only text column',
      'x,sort,y\n1,a,2\n3,b,4\n',
      { label: 1, features: [0, 2], problem: 'classification' },
    ],
    [
      'a column by its name',
      'target,x,y\n1,1,2\n0,3,4\n',
      { label: 0, features: [1, 2], problem: 'classification' },
    ],
    ['a quantity', 'x,y\n1,2.5\n3,4.5\n', { label: 1, features: [0], problem: 'regression' }],
    [
      'not the text of a name',
      'name,x,label\nann,1,a\nbob,2,b\n',
      { label: 2, features: [1], problem: 'classification' },
    ],
    [
      'not what is text in half of the rows',
      'note,x,label\nnone,1,a\n7,2,b\n',
      { label: 2, features: [1], problem: 'classification' },
    ],
  ])('finds %s', async (_, text, expected) => {
    expect(await suggest(text)).toEqual(expected);
  });

  test('many whole numbers are a quantity, few are classes', async () => {
    const rows = (/** @type {number} */ n) => Array.from({ length: n }, (_, i) => `${i / 2},${i}`).join('\n');
    expect((await suggest(rows(20))).problem).toBe('classification');
    expect((await suggest(rows(21))).problem).toBe('regression');
  });
});

describe('tableToData', () => {
  test('gathers the features row by row and numbers the classes', async () => {
    const source = await data('x,y,sort\n1,2,oak\n3,4,elm\n5,6,oak\n', { scaling: 'standardize' });
    expect(source).toEqual({
      kind: 'table',
      inputs: new Float32Array([1, 2, 3, 4, 5, 6]),
      rows: 3,
      columns: 2,
      targets: new Float32Array([1, 0, 1]),
      targetColumns: 1,
      classes: 2,
      classNames: ['elm', 'oak'],
      featureNames: ['x', 'y'],
      scaling: 'standardize',
      split: 'everyFifth',
    });
    expect(checkSource(source)).toMatchObject({ split: { kind: 'everyFifth' } });
  });

  test('classes do not depend on the order of the rows; numbers sort by size', async () => {
    const one = await data('1,10\n2,9\n3,10\n');
    expect([one.classNames, [...one.targets]]).toEqual([
      ['9', '10'],
      [1, 0, 1],
    ]);
  });

  test('features and label can be chosen by name or index', async () => {
    const source = await data('a,b,c\n1,2,0\n3,4,1\n', {
      label: 'a',
      features: ['c', 1],
      problem: 'regression',
    });
    expect([source.featureNames, [...source.inputs], [...source.targets], source.classes]).toEqual([
      ['c', 'b'],
      [0, 2, 1, 4],
      [1, 3],
      0,
    ]);
  });

  test('the label is never a feature', async () => {
    expect((await data('a,b\n1,0\n2,1\n', { features: [0, 1], label: 1 })).featureNames).toEqual(['a']);
  });

  test('a seed for a shuffled split', async () => {
    expect((await data('1,0\n2,1\n', { split: 'shuffle', seed: 9 })).split).toEqual({
      kind: 'shuffle',
      seed: 9,
    });
  });

  test('text in a column of numbers: the line, the column and the text', async () => {
    const error = await errorOf(() => data('x,y,sort\n1,2,a\n3,oops,b\n5,6,a\n'));
    expect(error).toMatchObject({ code: 'csv_not_number', details: { line: 3, column: 'y', value: 'oops' } });
  });

  test('a missing value in a column of numbers', async () => {
    const error = await errorOf(() => data('x,y,sort\n1,2,a\n,4,b\n5,6,a\n'));
    expect(error).toMatchObject({ code: 'csv_not_number', details: { line: 3, column: 'x', value: '' } });
  });

  test.each([
    ['one class only', 'x,y\n1,a\n2,a\n', {}, 'one_class'],
    ['no column to learn from', 'name,y\nann,1\nbob,2\n', { label: 1 }, 'csv_no_columns'],
    ['a single column', 'x\n1\n2\n', {}, 'csv_no_columns'],
    ['a label that is not there', '1,2\n3,4\n', { label: 7 }, 'bad_option'],
    ['a feature that is not there', '1,2\n3,4\n', { features: ['z'] }, 'bad_option'],
    ['text as a quantity', 'x,y\n1,a\n2,b\n', { problem: 'regression' }, 'csv_not_number'],
    ['a number too large for single precision', 'x,y\n1e300,0\n2,1\n', {}, 'bad_data'],
    ['a quantity too large for it', 'x,y\n0,1e300\n2,1\n', { problem: 'regression' }, 'bad_data'],
  ])('refuses %s', async (_, text, options, code) => {
    expect((await errorOf(() => data(text, options))).code).toBe(code);
  });

  test('refuses a label with a class for nearly every row', async () => {
    const rows = Array.from({ length: 1100 }, (_, i) => `${i},id${i}`).join('\n');
    expect((await errorOf(() => data(rows))).code).toBe('bad_data');
  });
});

describe('real files', () => {
  test.skipIf(!hasData('iris.csv'))('iris.csv: three classes with the names of its first line', async () => {
    const source = await tableToData(await readCsv(await dataBlob('iris.csv')), { scaling: 'standardize' });
    expect(source).toMatchObject({
      rows: 150,
      columns: 4,
      classes: 3,
      classNames: ['setosa', 'versicolor', 'virginica'],
    });
    expect([0, 1, 2].map((c) => source.targets.filter((t) => t === c).length)).toEqual([50, 50, 50]);
    expect([...source.inputs.slice(0, 4)]).toEqual([5.1, 3.5, 1.4, 0.2].map(Math.fround));
  });

  test.skipIf(!hasData('digits.csv.gz'))('digits.csv.gz: 64 inputs, ten classes', async () => {
    const source = await tableToData(await readCsv(await dataBlob('digits.csv.gz')), { scaling: 'maximum' });
    expect(source).toMatchObject({ rows: 1797, columns: 64, classes: 10 });
    expect(source.inputs.length).toBe(1797 * 64);
  });
});
