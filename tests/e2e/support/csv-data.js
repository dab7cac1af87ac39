/** The reference data as plain data sources, read here without the product's own CSV reader. */
import { readData } from './environment.js';

/** @param {string} name @param {{ skipLines?: number }} [options] */
function numbers(name, { skipLines = 0 } = {}) {
  const lines = readData(name).toString('utf8').trim().split(/\r?\n/).slice(skipLines);
  return lines.map((line) => line.split(',').map(Number));
}

/** The last column is the class. */
function tableSource(table, classes, scaling) {
  const columns = table[0].length - 1;
  return {
    kind: 'table',
    inputs: Float32Array.from(table.flatMap((row) => row.slice(0, columns))),
    rows: table.length,
    columns,
    targets: Float32Array.from(table, (row) => row[columns]),
    classes,
    scaling,
    split: 'everyFifth',
  };
}

export const irisSource = () => tableSource(numbers('iris.csv', { skipLines: 1 }), 3, 'standardize');
export const digitsSource = () => tableSource(numbers('digits.csv.gz'), 10, 'maximum');
