/** Which of the four wasm modules to load, and with how many threads. */
import { relaxedSimd, simd } from 'wasm-feature-detect';
import { NeuronWeightsError } from '../errors/neuron-weights-error.js';
import { checkCount } from '../schema/values.js';
import { detectEnvironment } from './environment.js';

/** @typedef {'simd' | 'simd-threads' | 'relaxed' | 'relaxed-threads'} Variant */

/** @type {readonly Variant[]} */
export const VARIANTS = ['simd', 'simd-threads', 'relaxed', 'relaxed-threads'];

/** More threads bring little to networks of this size, and each takes memory. The calling thread is counted. */
export const MAX_THREADS = 8;

/**
 * @typedef {object} Choice
 * @property {Variant} variant
 * @property {number} threads   the calling one counted
 * @property {{ code: 'no_relaxed_simd' | 'not_isolated' | 'load_failed', reason: string }[]} notices   wishes that could not be met
 */

/**
 * @typedef {object} ChoiceOptions
 * @property {boolean} [fast]
 * @property {number} [threads]
 * @property {Variant} [variant]
 * @property {import('./environment.js').Environment} [environment]
 * @property {{ simd: () => Promise<boolean>, relaxedSimd: () => Promise<boolean> }} [features]
 */

/**
 * @param {ChoiceOptions} [options]
 * @returns {Promise<Choice>}
 * @throws {NeuronWeightsError} `no_simd`; `bad_option`, `bad_value`; `load_failed` when the one variant asked for cannot work here
 */
export async function chooseVariant({
  fast = false,
  threads,
  variant,
  environment = detectEnvironment(),
  features = { simd, relaxedSimd },
} = {}) {
  if (threads !== undefined) checkCount('threads', threads, 1, MAX_THREADS);
  if (variant !== undefined && !VARIANTS.includes(variant)) {
    throw new NeuronWeightsError('bad_option', {
      field: 'variant',
      value: String(variant),
      options: VARIANTS,
    });
  }
  if (!(await features.simd())) throw new NeuronWeightsError('no_simd');
  const pool = Math.max(1, Math.min(MAX_THREADS, environment.cores - 1));
  if (variant) return asAsked(variant, threads ?? pool, environment, await features.relaxedSimd());

  /** @type {Choice['notices']} */
  const notices = [];
  const relaxed = fast && (await features.relaxedSimd());
  if (fast && !relaxed) notices.push({ code: 'no_relaxed_simd', reason: 'relaxed SIMD is not there' });
  const wanted = threads ?? pool;
  if (wanted > 1 && !environment.shared)
    notices.push({
      code: 'not_isolated',
      reason: 'threads cannot share memory here (is the page cross-origin isolated?)',
    });
  const count = environment.shared ? wanted : 1;
  const family = relaxed ? 'relaxed' : 'simd';
  return { variant: count > 1 ? `${family}-threads` : family, threads: count, notices };
}

/** The same module on one thread. @param {Variant} variant @returns {Variant} */
export function singleThreaded(variant) {
  return variant.startsWith('relaxed') ? 'relaxed' : 'simd';
}

/**
 * @param {Variant} variant
 * @param {number} threads
 * @param {import('./environment.js').Environment} environment
 * @param {boolean} relaxed
 * @returns {Choice}
 */
function asAsked(variant, threads, environment, relaxed) {
  const refuse = (/** @type {string} */ reason) =>
    new NeuronWeightsError('load_failed', { field: variant, reason });
  if (variant.startsWith('relaxed') && !relaxed) throw refuse('relaxed SIMD is not there');
  if (!variant.endsWith('-threads')) return { variant, threads: 1, notices: [] };
  if (!environment.shared)
    throw refuse('threads cannot share memory here (is the page cross-origin isolated?)');
  return { variant, threads, notices: [] };
}
