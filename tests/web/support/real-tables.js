/** The real files as sources of data, scaled as the reference table says. */
import { gunzipSync } from 'node:zlib';
import { readCsv } from '../../../web/formats/csv.js';
import { tableToData } from '../../../web/formats/table-data.js';
import { checkSource } from '../../../web/schema/data-source.js';
import { dataBlob } from './data.js';

/** 150 flowers; the class is in the last column. */
export const readIris = async () =>
  checkSource(
    await tableToData(await readCsv(await dataBlob('iris.csv')), { label: 4, scaling: 'standardize' }),
  );

/** 1797 images of 8 x 8, by hand: 64 numbers from 0 to 16 and the class in every line. */
export async function readDigits() {
  const lines = (await unpacked('digits.csv.gz')).toString().trim().split('\n');
  const table = lines.map((line) => line.split(',').map(Number));
  return imageSource(
    table.map((row) => row[64]),
    Float32Array.from(
      table.flatMap((row) => row.slice(0, 64)),
      (value) => value / 16,
    ),
  );
}

/** The 10,000 images of MNIST's test part. */
export async function readMnist() {
  const images = await unpacked('mnist/t10k-images-idx3-ubyte.gz');
  const labels = await unpacked('mnist/t10k-labels-idx1-ubyte.gz');
  // IDX: a magic number, the sizes, then bytes.
  return imageSource(
    [...labels.subarray(8)],
    Float32Array.from(images.subarray(16), (value) => value / 255),
  );
}

/** @param {number[]} labels @param {Float32Array} inputs */
const imageSource = (labels, inputs) =>
  checkSource({
    kind: 'table',
    inputs,
    targets: Float32Array.from(labels),
    rows: labels.length,
    columns: inputs.length / labels.length,
    classes: 10,
  });

const unpacked = async (/** @type {string} */ name) =>
  gunzipSync(Buffer.from(await (await dataBlob(name)).arrayBuffer()));
