import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { MAX_FILE_BYTES, readCsv } from '../../../web/formats/csv.js';
import { dataBlob, hasData } from '../support/data.js';
import { errorOf } from '../support/errors.js';

/** Columns as plain arrays. @param {string | Blob} input */
const read = async (input) => {
  const table = await readCsv(input);
  return {
    ...table,
    values: table.columns.map(({ values }) => Array.from(/** @type {Iterable<any>} */ (values))),
    names: table.columns.map(({ name }) => name),
  };
};

const blob = (/** @type {any[]} */ ...parts) => new Blob(parts);

describe('readCsv: what is in the file', () => {
  test('numbers with a header', async () => {
    const table = await read('a,b\n1,2.5\n-3,4e2\n');
    expect(table).toMatchObject({ header: true, rows: 2, delimiter: ',', decimal: '.', names: ['a', 'b'] });
    expect(table.values).toEqual([
      [1, -3],
      [2.5, 400],
    ]);
    expect(table.columns.map(({ kind }) => kind)).toEqual(['number', 'number']);
  });

  test('numbers without a header', async () => {
    const table = await read('1,2\n3,4');
    expect(table).toMatchObject({ header: false, rows: 2, names: ['column_1', 'column_2'] });
    expect(table.values).toEqual([
      [1, 3],
      [2, 4],
    ]);
  });

  test('text columns keep their text, and know where the first of it is', async () => {
    const table = await readCsv('x,kind\n1,oak\n2,elm\n3,oak\n');
    expect(table.columns[1]).toEqual({
      name: 'kind',
      kind: 'text',
      values: ['oak', 'elm', 'oak'],
      numbers: 0,
      notNumber: { line: 2, value: 'oak' },
    });
  });

  test('a column of numbers with one word in it is text, and names the line', async () => {
    const table = await readCsv('x,y\n1,1\n2,2\n3,oops\n4,4\n');
    expect(table.columns[1]).toMatchObject({ kind: 'text', values: ['1', '2', 'oops', '4'], numbers: 3 });
    expect(table.columns[1].notNumber).toEqual({ line: 4, value: 'oops' });
  });

  test.each(['', 'NA', '?', 'nan', 'inf', '1e999', '0x10', '1,5', '--1', '1 2'])(
    '%j is no number',
    async (text) => {
      const table = await readCsv(`x;y\n1;1.5\n"${text}";2.5\n`);
      expect(table.columns[0].notNumber).toEqual({ line: 3, value: text });
    },
  );

  test('quotes hold delimiters, quotes and line ends; lines are counted through them', async () => {
    const table = await readCsv('name,x\n"a, ""b""",1\n"two\nlines",2\nc,oops\n');
    expect(table.columns[0].values).toEqual(['a, "b"', 'two\nlines', 'c']);
    expect(table.columns[1].notNumber).toEqual({ line: 5, value: 'oops' });
  });

  test.each([
    ['CRLF', '\r\n'],
    ['CR', '\r'],
    ['LF', '\n'],
  ])('%s ends lines', async (_, end) => {
    const table = await read(['a,b', '1,2', '3,4', ''].join(end));
    expect([table.rows, table.names, table.values]).toEqual([
      2,
      ['a', 'b'],
      [
        [1, 3],
        [2, 4],
      ],
    ]);
  });

  test('blank lines and spaces around fields do not matter', async () => {
    const table = await read('\n a , b \n\n 1 , 2 \n\n3,4\n\n\n');
    expect([table.names, table.values]).toEqual([
      ['a', 'b'],
      [
        [1, 3],
        [2, 4],
      ],
    ]);
  });

  test('a delimiter at every line end makes no column', async () => {
    expect((await read('a,b,\n1,2,\n3,4,\n')).names).toEqual(['a', 'b']);
  });
});

describe('readCsv: how the file is written', () => {
  test('semicolons with decimal commas', async () => {
    const table = await read('x;y\n1,5;-0,25\n1.234,5;3\n1.234.567,5;4\n');
    expect(table).toMatchObject({ delimiter: ';', decimal: ',' });
    expect(table.values).toEqual([
      [1.5, 1234.5, 1234567.5],
      [-0.25, 3, 4],
    ]);
  });

  test('decimal commas without any header', async () => {
    const table = await read('1,5;2,5;3\n4,5;5,5;6\n');
    expect([table.delimiter, table.decimal, table.header, table.columns.length]).toEqual([
      ';',
      ',',
      false,
      3,
    ]);
  });

  test('semicolons with decimal points', async () => {
    expect(await read('x;y\n1.5;2\n')).toMatchObject({ delimiter: ';', decimal: '.', values: [[1.5], [2]] });
    expect(await read('x;y\n1;2\n')).toMatchObject({ delimiter: ';', decimal: '.' }); // nothing says otherwise
  });

  test('tabs, with commas in the text', async () => {
    const table = await read('x\tnote\n1\ta, b\n2\tc, d\n');
    expect([table.delimiter, table.names, table.rows]).toEqual(['\t', ['x', 'note'], 2]);
  });

  test('one column only', async () => {
    expect(await read('x\n1\n2\n')).toMatchObject({ names: ['x'], values: [[1, 2]] });
  });

  test('text only: a first row that never comes again is the header', async () => {
    expect((await read('size,color\nbig,red\nsmall,red\n')).header).toBe(true);
    expect((await read('big,red\nsmall,red\nbig,blue\n')).header).toBe(false);
  });

  test('pandas writes an index column without a name', async () => {
    expect(await read(',x\n0,1.5\n1,2.5\n')).toMatchObject({ header: true, names: ['column_1', 'x'] });
  });

  test("scikit-learn's first line: rows, features, class names", async () => {
    const table = await read('2,3,no,yes\n1,2,3,0\n4,5,6,1\n');
    expect(table).toMatchObject({ preamble: ['2', '3', 'no', 'yes'], header: false, rows: 2 });
    expect(table.values[3]).toEqual([0, 1]);
  });

  test.each([
    ['UTF-8 with a mark', blob(new Uint8Array([0xef, 0xbb, 0xbf]), 'größe,x\n1,2\n')],
    ['UTF-8 without', blob('größe,x\n1,2\n')],
    ['UTF-16', blob(new Uint8Array([0xff, 0xfe]), Buffer.from('größe,x\n1,2\n', 'utf16le'))],
    ['Windows-1252', blob(Buffer.from('größe,x\n1,2\n', 'latin1'))],
    ['gzip', blob(gzipSync('größe,x\n1,2\n'))],
    ['a string with a mark', '\ufeffgröße,x\n1,2\n'],
  ])('%s', async (_, input) => {
    expect(await read(input)).toMatchObject({ names: ['größe', 'x'], values: [[1], [2]] });
  });

  test('pieces: a file much larger than one, cut anywhere, reads as its lines', async () => {
    const lines = Array.from({ length: 60000 }, (_, i) => `${i},"a ""${i}""\r\nb",${i / 4}`);
    const text = `n,t,q\r\n${lines.join('\r\n')}\r\n`;
    const shares = /** @type {number[]} */ ([]);
    const table = await readCsv(blob(text), { onProgress: (share) => shares.push(share) });
    expect(table.rows).toBe(60000);
    expect(table.columns[0].values[59999]).toBe(59999);
    expect(table.columns[1].values[31234]).toBe('a "31234"\nb');
    expect(table.columns[2].values[59999]).toBe(59999 / 4);
    expect(shares.at(-1)).toBe(1);
    expect(shares.length).toBeGreaterThan(5);
  });
});

describe('readCsv: what cannot be read', () => {
  test.each(['', '   \n\n', 'a,b\n', '\ufeff'])('%j is empty', async (text) => {
    expect((await errorOf(() => readCsv(text))).code).toBe('csv_empty');
  });

  test('a ragged line, with its number', async () => {
    const error = await errorOf(() => readCsv('a,b,c\n1,2,3\n\n4,5\n6,7,8\n'));
    expect(error).toMatchObject({ code: 'csv_ragged', details: { line: 4, expected: 3, actual: 2 } });
    expect(error.message).toContain('Line 4');
  });

  test('a quote that never closes', async () => {
    const error = await errorOf(() => readCsv('a,b\n1,2\n"3,4\n5,6\n'));
    expect(error).toMatchObject({ code: 'csv_ragged', details: { line: 3 } });
    const long = `a,b\n1,2\n"${'3,4\n'.repeat(600000)}`;
    expect(await errorOf(() => readCsv(long))).toMatchObject({ code: 'csv_ragged', details: { line: 3 } });
  });

  test.each([
    ['a picture', blob(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]))],
    ['random bytes', blob(Uint8Array.from({ length: 5000 }, (_, i) => (i * i * 7 + i * 131) % 256))],
    ['a damaged archive', blob(gzipSync('a,b\n1,2\n').subarray(0, 20))],
    ['an archive of a picture', blob(gzipSync(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13])))],
  ])('%s is no text', async (_, input) => {
    expect((await errorOf(() => readCsv(input))).code).toBe('csv_binary');
  });

  test('200 MB are refused before a byte is read', async () => {
    const size = 200 * 1024 * 1024;
    const untouchable = () => {
      throw new Error('was read');
    };
    const file = /** @type {any} */ ({
      size,
      slice: untouchable,
      stream: untouchable,
      arrayBuffer: untouchable,
    });
    const error = await errorOf(() => readCsv(file));
    expect(error).toMatchObject({
      code: 'file_too_large',
      kind: 'limit',
      details: { expected: MAX_FILE_BYTES, actual: size },
    });
  });

  test('an archive that unpacks to too much: refused by what it says itself, and stopped on the way when it lies', async () => {
    const packed = gzipSync(Buffer.alloc(60_000_000, '1,2\n'));
    expect(packed.length).toBeLessThan(100_000);
    const honest = await errorOf(() => readCsv(blob(packed)));
    expect(honest).toMatchObject({ code: 'file_too_large', details: { actual: 60_000_000 } });
    packed.writeUInt32LE(8, packed.length - 4);
    const lying = await errorOf(() => readCsv(blob(packed), { maxBytes: 100_000 }));
    expect(lying.code).toBe('file_too_large');
    expect(Number(lying.details.actual)).toBeLessThan(10_000_000);
  });

  test('an archive of several members is read whole', async () => {
    const table = await readCsv(blob(gzipSync('a,b\n1,2\n'), gzipSync('3,4\n5,6\n')));
    expect(table.rows).toBe(3);
  });

  test('cancelled by a signal', async () => {
    const controller = new AbortController();
    const text = '1,2,3,4\n'.repeat(500_000);
    const reading = readCsv(text, { signal: controller.signal });
    setTimeout(() => controller.abort(), 5);
    expect((await errorOf(() => reading)).code).toBe('cancelled');
  });
});

test('readCsv: long work leaves the event loop alive', async () => {
  const text = '1.25,2.5,3.75,words\n'.repeat(400_000);
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const table = await readCsv(text);
  clearInterval(timer);
  expect(table.rows).toBe(400_000);
  expect(ticks).toBeGreaterThan(10); // a break after every 8 ms of work
});

describe('real files', () => {
  test.skipIf(!hasData('iris.csv'))('iris.csv', async () => {
    const table = await read(await dataBlob('iris.csv'));
    expect(table.preamble).toEqual(['150', '4', 'setosa', 'versicolor', 'virginica']);
    expect([table.rows, table.columns.length, table.header]).toEqual([150, 5, false]);
    expect(table.values.map((values) => values[0])).toEqual([5.1, 3.5, 1.4, 0.2, 0]);
    expect(table.columns.every(({ kind }) => kind === 'number')).toBe(true);
  });

  test.skipIf(!hasData('digits.csv.gz'))('digits.csv.gz', async () => {
    const table = await readCsv(await dataBlob('digits.csv.gz'));
    expect([table.rows, table.columns.length, table.header, table.preamble]).toEqual([
      1797,
      65,
      false,
      undefined,
    ]);
    expect(Math.max(.../** @type {Float64Array} */ (table.columns[20].values))).toBeLessThanOrEqual(16);
  });
});
