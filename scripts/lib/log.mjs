/** Words for the person at the terminal. Progress goes to stderr, so that stdout stays free for results. */

/** Says one line. */
export const say = (text) => process.stderr.write(`${text}\n`);

/** Seconds since `start` (performance.now()), as people read them. */
export function since(start) {
  const seconds = (performance.now() - start) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** A failure that is explained by its message alone: printed without a stack. */
export class Failure extends Error {}

/** Runs a script's body; a Failure becomes one clear message and exit code 1. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    say(error instanceof Failure ? `\n${error.message}` : `\n${error.stack}`);
    process.exitCode = 1;
  }
}
