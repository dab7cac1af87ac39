/** Starting other programs: with their output in sight, or quietly with progress lines. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { Failure, say, since } from './log.mjs';

const HEARTBEAT_MS = 10_000; // a quiet program says so this often
const TAIL_LINES = 60; // of a failed program's output

/** Full path of a program on PATH, or null. */
export function which(program, path = process.env.PATH ?? '') {
  const candidates = isAbsolute(program) ? [program] : path.split(delimiter).map((dir) => join(dir, program));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: object, label?: string, live?: boolean, allowFailure?: boolean,
 *           timeoutMs?: number, progress?: () => string | Promise<string> }} [options]
 *   label: say when it starts and ends, keep its output back, show the tail of it on failure.
 *   live: pass the output on as it comes, and return it too. Neither: just return it.
 *   timeoutMs: it is killed after this time.
 *   progress: words for the lines that a labelled run says while it lasts; default is the last line it wrote.
 * @returns {Promise<{ code: number, stdout: string, stderr: string, output: string }>}
 */
export async function run(command, args = [], options = {}) {
  const { cwd, env = {}, label, live = false, allowFailure = false } = options;
  const { progress, timeoutMs } = options;
  const start = performance.now();
  if (label) say(`${label} …`);
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const result = { code: -1, stdout: '', stderr: '', output: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => {
      result[stream] += text;
      result.output += text;
      if (live) process[stream].write(text);
    });
  }
  const lastLine = () => result.output.trimEnd().split('\n').at(-1)?.slice(0, 100) ?? '';
  const beat = async () => say(`  ${since(start)}  ${await (progress ?? lastLine)()}`);
  const heartbeat = label && setInterval(beat, HEARTBEAT_MS);
  const timer = timeoutMs && setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  try {
    result.code = await new Promise((resolve, reject) => {
      child.on('error', (error) => reject(new Failure(`${command} could not be started: ${error.message}`)));
      child.on('close', (code, signal) => resolve(code ?? (signal ? 128 : 1)));
    });
  } finally {
    clearInterval(heartbeat);
    clearTimeout(timer);
  }
  if (result.code !== 0 && !allowFailure) throw failed(command, args, result, live, label);
  if (label) say(`  done, ${since(start)}`);
  return result;
}

function failed(command, args, { code, output }, live, label) {
  const shown = [command, ...args].join(' ');
  const tail = live ? '' : `\n\n${output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n')}`;
  return new Failure(
    `${label ? `${label}: failed\n` : ''}${shown.slice(0, 400)}\nended with exit code ${code}${tail}`,
  );
}
