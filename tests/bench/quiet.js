/** Is the machine quiet? Reads how busy all cores are while the contenders wait. Linux only; elsewhere always quiet. */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const WINDOW_MS = 150;
// A core's share that others may use without a round being set aside: a browser that waits takes some 2 %.
const QUIET_BELOW = 0.2;

function ticks() {
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0].trim().split(/\s+/);
  const [user, nice, system, idle, wait, irq, soft, steal] = fields.map(Number);
  return {
    busy: user + nice + system + irq + soft + (steal || 0),
    all: user + nice + system + irq + soft + idle + wait + (steal || 0),
  };
}

/** Cores in use by anybody during a short wait, or 0 where it cannot be known. */
export async function busyCores(cores) {
  try {
    const before = ticks();
    await sleep(WINDOW_MS);
    const after = ticks();
    return (cores * (after.busy - before.busy)) / Math.max(1, after.all - before.all);
  } catch {
    return 0;
  }
}

/** @param {number} cores */
export const isQuiet = async (cores) => (await busyCores(cores)) < QUIET_BELOW;
