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
  const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [[corner, ...colNames].map(cell).join(',')];
  rowNames.forEach((name, row) => {
    const numbers = Array.from({ length: colNames.length }, (_, col) =>
      String(values[row * colNames.length + col]),
    );
    lines.push([cell(name), ...numbers].join(','));
  });
  return lines.join('\r\n') + '\r\n';
}
