/**
 * A lock between processes, as a file that its holder touches.
 *
 * A holder that died is noticed at once on the same machine (its process is gone) and after STALE_MS elsewhere
 * (a home folder on the network, a container with process ids of its own).
 */
import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './log.mjs';

const TOUCH_MS = 5_000;
const STALE_MS = 60_000;
const POLL_MS = 500;

/**
 * Runs `body` while holding the lock; waits for another holder, and says so once.
 *
 * @template T
 * @param {string} file
 * @param {string} purpose  what is being waited for, in words
 * @param {() => Promise<T>} body
 * @returns {Promise<T>}
 */
export async function withLock(file, purpose, body) {
  await mkdir(dirname(file), { recursive: true });
  for (let said = false; !(await take(file)); said = true) {
    if (!said) say(`Waiting for another process that is ${purpose} (${file}) …`);
    if (await isStale(file)) await clear(file);
    else await sleep(POLL_MS);
  }
  const touch = setInterval(() => utimes(file, new Date(), new Date()).catch(() => {}), TOUCH_MS);
  try {
    return await body();
  } finally {
    clearInterval(touch);
    await rm(file, { force: true });
  }
}

/** Creates the file if it does not exist; that is what taking the lock is. */
async function take(file) {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(JSON.stringify({ pid: process.pid, host: hostname() }));
    await handle.close();
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(file) {
  try {
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > STALE_MS) return true;
    const { pid, host } = JSON.parse(await readFile(file, 'utf8'));
    return host === hostname() && !isAlive(pid);
  } catch {
    return false; // gone meanwhile, or just being written
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM'; // somebody else's process
  }
}

/** Removes a stale lock. The guard keeps two waiters from removing the lock that one of them has just taken. */
async function clear(file) {
  const guard = `${file}.clearing`;
  if (!(await take(guard))) {
    if (await isStale(guard)) await rm(guard, { force: true });
    return;
  }
  try {
    if (await isStale(file)) await rm(file, { force: true });
  } finally {
    await rm(guard, { force: true });
  }
}
