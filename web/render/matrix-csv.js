const cell = (/** @type {string} */ text) =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/**
 * Columns of numbers as CSV; null is an empty field.
 *
 * @param {readonly string[]} colNames
 * @param {ArrayLike<number | null>} values   [rows, cols]
 * @returns {string}  RFC 4180: CRLF, quotes doubled
 */
export function columnsCsv(colNames, values) {
  const lines = [colNames.map(cell).join(',')];
  for (let at = 0; at < values.length; at += colNames.length) {
    lines.push(colNames.map((_, col) => String(values[at + col] ?? '')).join(','));
  }
  return lines.join('\r\n') + '\r\n';
}

/**
 * A weight matrix as CSV, with row and column names; numbers keep all their digits, with a decimal point.
 *
 * @param {object} matrix
 * @param {ArrayLike<number>} matrix.values    [rows, cols]
 * @param {string[]} matrix.rowNames
 * @param {string[]} matrix.colNames
 * @param {string} [matrix.corner]             what stands above the row names
 * @returns {string}  RFC 4180: CRLF, quotes doubled
 */
export function matrixCsv({ values, rowNames, colNames, corner = '' }) {
  const lines = [[corner, ...colNames].map(cell).join(',')];
  rowNames.forEach((name, row) => {
    const numbers = Array.from({ length: colNames.length }, (_, col) =>
      String(values[row * colNames.length + col]),
    );
    lines.push([cell(name), ...numbers].join(','));
  });
  return lines.join('\r\n') + '\r\n';
}
