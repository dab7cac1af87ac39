/** Numbers in text, the same on every machine. */

const DECIMAL_POINT = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const DECIMAL_COMMA = /^[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?$/;
/** 1.234.567,8: with a decimal comma, a point can only group thousands. */
const GROUPED_COMMA = /^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d*)?$/;

/**
 * @param {string} text      without spaces around it
 * @param {'.' | ','} decimal
 * @returns {number}  NaN for what is no finite number; empty text is none
 */
export function parseNumber(text, decimal) {
  let plain = text;
  if (decimal === '.') {
    if (!DECIMAL_POINT.test(text)) return NaN;
  } else if (DECIMAL_COMMA.test(text)) plain = text.replace(',', '.');
  else if (GROUPED_COMMA.test(text)) plain = text.replaceAll('.', '').replace(',', '.');
  else return NaN;
  const value = Number(plain);
  return Number.isFinite(value) ? value : NaN;
}

/** A number that can only be written with a decimal comma. @param {string} text */
export function hasDecimalComma(text) {
  return text.includes(',') && (DECIMAL_COMMA.test(text) || GROUPED_COMMA.test(text));
}

/** A number written with a decimal point. @param {string} text */
export function hasDecimalPoint(text) {
  return text.includes('.') && DECIMAL_POINT.test(text);
}
