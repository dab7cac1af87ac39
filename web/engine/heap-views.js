/**
 * The only place that makes views on the engine's memory.
 *
 * Each view lives for one copy: growth detaches views of the one-thread module and leaves those of the threaded one too short, and
 * shared memory can be neither transferred nor given to many web APIs. So everything goes in and out by copy.
 */

/** @typedef {{ wasmMemory: WebAssembly.Memory }} HasMemory */

/**
 * @param {HasMemory} module
 * @param {number} pointer   in bytes, a multiple of 4
 * @param {number} length    in floats
 * @returns {Float32Array}   a copy in memory of its own
 */
export function copyFloatsOut(module, pointer, length) {
  return new Float32Array(module.wasmMemory.buffer, pointer, length).slice();
}

/**
 * @param {HasMemory} module
 * @param {number} pointer   in bytes, a multiple of 4
 * @param {number} length    in integers
 * @returns {Int32Array}
 */
export function copyIntegersOut(module, pointer, length) {
  return new Int32Array(module.wasmMemory.buffer, pointer, length).slice();
}

/**
 * @param {HasMemory} module
 * @param {number} pointer
 * @param {number} length    in bytes
 * @returns {Uint8Array}
 */
export function copyBytesOut(module, pointer, length) {
  return new Uint8Array(module.wasmMemory.buffer, pointer, length).slice();
}

/**
 * Copies floats into a buffer that exists already.
 *
 * @param {HasMemory} module
 * @param {number} pointer   in bytes, a multiple of 4
 * @param {Float32Array} target   filled from its start
 * @param {number} length    in floats, at most target.length
 */
export function copyFloatsInto(module, pointer, target, length) {
  target.set(new Float32Array(module.wasmMemory.buffer, pointer, length));
}

/**
 * @param {HasMemory} module
 * @param {number} pointer   of memory that has room for the bytes
 * @param {Uint8Array | Float32Array} values
 */
export function copyIn(module, pointer, values) {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  new Uint8Array(module.wasmMemory.buffer, pointer, bytes.length).set(bytes);
}
