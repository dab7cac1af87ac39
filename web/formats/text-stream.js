/** Files as pieces of text: unpacked, decoded, with plain line ends. */
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { filePieces, isPacked } from './file-pieces.js';

/** Pieces small enough that parsing one never holds up a page. */
const PIECE_CHARS = 65536;

/** Control characters that no text has (tab, line ends, form feed, and DOS' end of file aside); nearly every binary format does, early. */
// eslint-disable-next-line no-control-regex
const BINARY = /[\0-\x08\x0e-\x19\x1c-\x1f]/;

/** Thrown when bytes are not what the decoder was told; the caller tries another encoding. */
export class EncodingError extends Error {}

/**
 * The text of a blob or string, piece by piece, with `\n` for every line end.
 *
 * A gzip file is recognized by its first bytes and unpacked on the way. A byte order mark is dropped, and one of UTF-16 obeyed.
 *
 * @param {string | Blob} input
 * @param {{ encoding: string, maxBytes: number, onProgress?: (share: number) => void }} options   maxBytes: of the unpacked file
 * @returns {AsyncGenerator<string, void, void>}
 * @throws {NeuronWeightsError} `csv_binary`, `file_too_large`; {EncodingError} when the bytes are not in this encoding
 */
export async function* textPieces(input, options) {
  let held = '';
  for await (const raw of typeof input === 'string'
    ? stringPieces(input, options)
    : blobPieces(input, options)) {
    if (BINARY.test(raw)) throw new NeuronWeightsError('csv_binary');
    let piece = held + raw;
    held = '';
    if (piece.endsWith('\r')) {
      held = '\r'; // its \n may be the first of the next piece
      piece = piece.slice(0, -1);
    }
    yield piece.includes('\r') ? piece.replace(/\r\n?/g, '\n') : piece;
  }
  if (held) yield '\n';
}

/**
 * @param {string} text
 * @param {{ onProgress?: (share: number) => void }} options
 */
function* stringPieces(text, { onProgress }) {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let at = start; at < text.length; at += PIECE_CHARS) {
    yield text.slice(at, at + PIECE_CHARS);
    onProgress?.(Math.min(1, (at + PIECE_CHARS) / text.length));
  }
}

/**
 * @param {Blob} blob
 * @param {{ encoding: string, maxBytes: number, onProgress?: (share: number) => void }} options
 */
async function* blobPieces(blob, { encoding, maxBytes, onProgress }) {
  const head = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  const packed = isPacked(head);
  const decoder = makeDecoder(head, encoding, packed);
  let bytesRead = 0;
  for await (const bytes of filePieces(blob, { maxBytes, damaged: 'csv_binary' })) {
    bytesRead += bytes.length;
    for (let at = 0; at < bytes.length; at += PIECE_CHARS) {
      const piece = bytes.subarray(at, at + PIECE_CHARS);
      yield decode(decoder, piece);
      if (!packed) onProgress?.((bytesRead - bytes.length + at + piece.length) / blob.size);
    }
  }
  yield decode(decoder, null);
}

/**
 * @param {Uint8Array} head
 * @param {string} encoding
 * @param {boolean} packed
 */
function makeDecoder(head, encoding, packed) {
  if (!packed && head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true });
  if (!packed && head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be', { fatal: true });
  return new TextDecoder(encoding, { fatal: true });
}

/**
 * @param {InstanceType<typeof TextDecoder>} decoder
 * @param {Uint8Array | null} bytes   null: the end
 */
function decode(decoder, bytes) {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch (cause) {
    throw new EncodingError(decoder.encoding, { cause });
  }
}
