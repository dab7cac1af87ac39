/** Command line options of the scripts: `--name value`, `--flag`, and the rest. */
import { parseArgs } from 'node:util';
import { Failure } from './log.mjs';

/**
 * @param {Record<string, { type: "string" | "boolean", multiple?: boolean }>} options
 * @param {string} usage
 * @returns {Record<string, any>}
 */
export function readArgs(options, usage) {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: 'boolean' } }, strict: true });
    if (!values.help) return values;
  } catch (error) {
    throw new Failure(`${error.message}\n\n${usage}`);
  }
  console.log(usage);
  process.exit(0);
}
