/**
 * An application of its own: an empty folder outside the repository, into which the packed tarball is installed by npm
 * as anybody would.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const MINUTE = 60_000;

/** @param {string} cwd @param {string} program @param {...string} args  returns what it printed */
export function run(cwd, program, ...args) {
  try {
    return execFileSync(program, args, {
      cwd,
      encoding: 'utf8',
      timeout: 5 * MINUTE,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    throw new Error(`${program} ${args.join(' ')}: ${error.message}\n${error.stdout}\n${error.stderr}`, {
      cause: error,
    });
  }
}

export class Consumer {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'nw-consumer-'));
    /** What npm says it packed: path and size of each file. @type {{ path: string, size: number }[]} */
    this.files = [];
    this.packedBytes = 0;
  }

  /** Packs the repository and installs it here. `--ignore-scripts`: what is packed is what has been built and tested. */
  install() {
    const [packed] = JSON.parse(
      run(ROOT, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', this.folder),
    );
    this.files = packed.files;
    this.packedBytes = packed.size;
    this.write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
    run(this.folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', `./${packed.filename}`);
  }

  /** @param {string} name @param {string} text */
  write(name, text) {
    writeFileSync(join(this.folder, name), text);
  }

  /** Runs a module of the application; fails when it has not ended after a minute. @param {string} name @param {string} text */
  node(name, text) {
    this.write(name, text);
    return execFileSync(process.execPath, [name], { cwd: this.folder, encoding: 'utf8', timeout: MINUTE });
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
