/** Columns of a table while they grow: numbers packed, text kept once. */
import { parseNumber } from './numbers.js';

/**
 * A column of a read table.
 *
 * @typedef {object} Column
 * @property {string} name
 * @property {'number' | 'text'} kind    `number`: every row holds a finite number
 * @property {Float64Array | readonly string[]} values   one a row; numbers where kind is `number`
 * @property {number} numbers            how many rows hold a number
 * @property {{ line: number, value: string } | null} notNumber   the first row that holds none
 */

const FIRST_CAPACITY = 1024;

export class ColumnBuilder {
  #decimal;
  #count = 0;
  #values = new Float64Array(FIRST_CAPACITY);
  /** Null as long as there are numbers only. @type {string[] | null} */
  #texts = null;
  /** Equal texts are kept once. @type {Map<string, string>} */
  #known = new Map();
  #numbers = 0;
  /** @type {{ line: number, value: string } | null} */
  #notNumber = null;

  /** @param {'.' | ','} decimal */
  constructor(decimal) {
    this.#decimal = decimal;
  }

  /**
   * @param {string} text   trimmed
   * @param {number} line   in the file, from 1
   */
  add(text, line) {
    const value = parseNumber(text, this.#decimal);
    if (Number.isNaN(value)) {
      this.#notNumber ??= { line, value: text };
      this.#texts ??= Array.from(this.#values.subarray(0, this.#count), String);
    } else this.#numbers++;
    if (this.#texts) this.#texts.push(this.#once(text));
    else this.#push(value);
    this.#count++;
  }

  /** True when no row holds anything. */
  get empty() {
    return this.#numbers === 0 && (this.#texts?.every((text) => text === '') ?? true);
  }

  /**
   * @param {string} name
   * @returns {Column}
   */
  finish(name) {
    const values = this.#texts ?? this.#values.slice(0, this.#count);
    return {
      name,
      kind: this.#texts ? 'text' : 'number',
      values,
      numbers: this.#numbers,
      notNumber: this.#notNumber,
    };
  }

  /** @param {number} value */
  #push(value) {
    if (this.#count === this.#values.length) {
      const larger = new Float64Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#count] = value;
  }

  /** @param {string} text */
  #once(text) {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, text);
    return text;
  }
}
