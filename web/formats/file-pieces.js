/** Files as pieces of bytes, unpacked where they are gzip. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { crc32 } from './crc32.js';

/** Read from a file at a time. */
const READ_BYTES = 1 << 18;

/** Unpacked at a time: a thousandfold of it at worst, so that a small file that unpacks to a huge one is noticed soon. */
const PACKED_BYTES = 4096;

/** The first bytes of a gzip member (RFC 1952, section 2.3.1). */
const GZIP_MAGIC = [0x1f, 0x8b];

/** Whether a file that begins so is gzip. @param {Uint8Array} head */
export const isPacked = (head) => GZIP_MAGIC.every((byte, index) => head[index] === byte);

/**
 * The bytes of a file, piece by piece, unpacked on the way when it is gzip.
 *
 * @param {Blob} blob
 * @param {{ maxBytes: number, damaged?: import('../errors/neuron-weights-error.js').ErrorCode }} options   maxBytes: of the unpacked
 *   file; damaged: the code for an archive that cannot be unpacked
 * @returns {AsyncGenerator<Uint8Array, void, void>}
 * @throws {NeuronWeightsError} `file_too_large` before anything is unpacked, when the file says so itself; `gzip_damaged`
 */
export async function* filePieces(blob, { maxBytes, damaged = 'gzip_damaged' }) {
  const head = new Uint8Array(await blob.slice(0, GZIP_MAGIC.length).arrayBuffer());
  let bytesRead = 0;
  for await (const bytes of isPacked(head) ? unpack(blob, maxBytes, damaged) : readBytes(blob)) {
    bytesRead += bytes.length;
    if (bytesRead > maxBytes)
      throw new NeuronWeightsError('file_too_large', { expected: maxBytes, actual: bytesRead });
    yield bytes;
  }
}

/**
 * @param {Blob} blob
 * @param {number} maxBytes
 * @param {import('../errors/neuron-weights-error.js').ErrorCode} damaged
 * @returns {AsyncGenerator<Uint8Array, void, void>}
 */
async function* unpack(blob, maxBytes, damaged) {
  const { checksum, bytes: promised } = await trailer(blob);
  if (promised > maxBytes)
    throw new NeuronWeightsError('file_too_large', { expected: maxBytes, actual: promised });
  const { Gunzip } = await import('fflate'); // only where there is something to unpack
  /** @type {Uint8Array[]} */
  const unpacked = [];
  let members = 0; // after the first
  let length = 0;
  let crc = 0;
  const gunzip = new Gunzip((bytes) => {
    length += bytes.length;
    crc = crc32(bytes, crc);
    unpacked.push(bytes);
  });
  gunzip.onmember = () => members++;
  let packedRead = 0;
  for await (const bytes of readBytes(blob)) {
    for (let at = 0; at < bytes.length; at += PACKED_BYTES) {
      const piece = bytes.subarray(at, at + PACKED_BYTES);
      packedRead += piece.length;
      try {
        gunzip.push(piece, packedRead === blob.size);
      } catch (cause) {
        throw new NeuronWeightsError(damaged, { reason: String(cause) }, { cause }); // a damaged archive
      }
      yield* unpacked.splice(0);
    }
  }
  // fflate does not look at what follows the data, so a file that was cut or changed would seem whole.
  if (members === 0 && (length !== promised || crc !== checksum)) {
    throw new NeuronWeightsError(damaged, { expected: promised, actual: length });
  }
}

/**
 * The last eight bytes of a gzip file: CRC-32 and length of its (last) member, unpacked (RFC 1952, section 2.3.1).
 *
 * @param {Blob} blob
 */
async function trailer(blob) {
  if (blob.size < 8) return { checksum: 0, bytes: 0 };
  const view = new DataView(await blob.slice(-8).arrayBuffer());
  return { checksum: view.getUint32(0, true), bytes: view.getUint32(4, true) };
}

/**
 * Slice by slice: Node's and Safari's streams of blobs each have their own trouble, with being stopped and with being iterated.
 *
 * @param {Blob} blob
 */
async function* readBytes(blob) {
  for (let at = 0; at < blob.size; at += READ_BYTES) {
    yield new Uint8Array(await blob.slice(at, at + READ_BYTES).arrayBuffer());
  }
}
