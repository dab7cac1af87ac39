import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveFolder } from '../../scripts/lib/static-server.mjs';

let folder, server;
const asked = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nw-server-'));
  const root = join(folder, 'site');
  await mkdir(join(root, 'lesson'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(root, 'index.html'), '<h1>root</h1>');
  await writeFile(join(root, 'lesson/index.html'), '<h1>lesson</h1>');
  await writeFile(join(root, 'a.wasm'), 'wasm');
  await symlink(join(folder, 'secret.txt'), join(root, 'link.txt'));
  server = await serveFolder(root, { onRequest: (path) => asked.push(path) });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** A request as it stands: fetch would tidy the path up. */
function raw(path) {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(server.port, '127.0.0.1', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
    );
    socket
      .on('data', (data) => (text += data))
      .on('end', () => resolve(text))
      .on('error', reject);
  });
}

test('a file comes with its type and the headers that isolate a page', async () => {
  const response = await fetch(`${server.url}a.wasm`);
  expect(await response.text()).toBe('wasm');
  expect(response.headers.get('content-type')).toBe('application/wasm');
  expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp');
  expect(asked).toContain('/a.wasm');
});

test('a folder is its index.html, with the slash', async () => {
  expect(await (await fetch(server.url)).text()).toContain('root');
  const lesson = await fetch(`${server.url}lesson`);
  expect(lesson.url).toBe(`${server.url}lesson/`);
  expect(await lesson.text()).toContain('lesson');
});

test.each([
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/lesson/..%2f..%2fsecret.txt',
  '/link.txt',
  '/none',
  '/%ff',
  '/%00',
])('nothing but files of the folder: %s', async (path) => {
  const answer = await raw(path);
  expect(answer).toMatch(/^HTTP\/1.1 4\d\d/);
  expect(answer).not.toContain('secret');
});

test('a port that is taken is said plainly', async () => {
  await expect(serveFolder(folder, { port: server.port })).rejects.toThrow(/taken/);
});

test('without isolation none of the headers is sent', async () => {
  const plain = await serveFolder(join(folder, 'site'), { isolated: false });
  const { headers } = await fetch(plain.url);
  await plain.close();
  expect([...headers.keys()].filter((name) => name.startsWith('cross-origin'))).toEqual([]);
});
