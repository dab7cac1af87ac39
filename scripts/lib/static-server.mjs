/** A small server for a built site, on this machine only. `npm start`, the browser tests and screenshots use it. */
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';
import { Failure } from './log.mjs';

const HOST = '127.0.0.1';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.gz': 'application/gzip',
  '.map': 'application/json',
};

/** What makes a page cross-origin isolated, and so allows threads. The deploy folder sends the same. */
export const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/**
 * Serves the files of a folder until it is closed.
 *
 * @param {string} root
 * @param {{ port?: number, isolated?: boolean, onRequest?: (path: string) => void }} [options]
 *   port 0: a free one. onRequest hears of every path asked for.
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function serveFolder(root, { port = 0, isolated = true, onRequest } = {}) {
  const base = await realpath(root);
  const server = createServer(async (request, response) => {
    try {
      const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
      onRequest?.(path);
      await answer(base, path, request, response, isolated ? ISOLATION : {});
    } catch (error) {
      response.writeHead(error instanceof URIError ? 400 : 500).end();
    }
  });
  await new Promise((resolve, reject) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      const words =
        error.code === 'EADDRINUSE' ? `Port ${port} is taken. PORT names another.` : error.message;
      reject(new Failure(words));
    });
    server.listen(port, HOST, () => resolve());
  });
  const { port: taken } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://${HOST}:${taken}/`, port: taken, close };
}

async function answer(base, path, request, response, headers) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405).end();
  const found = await findFile(base, path);
  if (!found) {
    response.writeHead(404, { ...headers, 'Content-Type': 'text/plain' });
    return response.end('Not found\n');
  }
  if (found.redirect) return response.writeHead(301, { Location: found.redirect }).end();
  response.writeHead(200, {
    ...headers,
    'Content-Type': TYPES[extname(found.file)] ?? 'application/octet-stream',
    'Content-Length': found.bytes,
    // Names with a hash never change their content; all others are asked for anew.
    'Cache-Control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  if (request.method === 'HEAD') return response.end();
  createReadStream(found.file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** The file behind a path; a folder means its index.html. Nothing outside the root, links followed. */
async function findFile(base, path) {
  try {
    let file = await realpath(join(base, path));
    if (file !== base && !file.startsWith(base + sep)) return null;
    let info = await stat(file);
    if (info.isDirectory()) {
      if (!path.endsWith('/')) return { redirect: `${path}/` };
      file = join(file, 'index.html');
      info = await stat(file);
    }
    return info.isFile() ? { file, bytes: info.size } : null;
  } catch {
    return null;
  }
}
