import { describe, expect, test } from 'vitest';
import { chooseVariant, singleThreaded } from '../../../web/engine/choose-variant.js';
import { errorOf } from '../support/errors.js';

const page = (/** @type {any} */ changes = {}) => ({ place: 'page', shared: true, cores: 8, ...changes });
const browser = (simd = true, relaxed = true) => ({
  simd: async () => simd,
  relaxedSimd: async () => relaxed,
});
const choose = (/** @type {any} */ options, environment = page(), features = browser()) =>
  chooseVariant({ ...options, environment: /** @type {any} */ (environment), features });

describe('chooseVariant', () => {
  test.each([
    ['an isolated page', {}, page(), 'simd-threads', 7],
    ['a page that is not isolated', {}, page({ shared: false }), 'simd', 1],
    ['two cores', {}, page({ cores: 2 }), 'simd', 1],
    ['sixteen cores', {}, page({ cores: 16 }), 'simd-threads', 8],
    ['one thread asked for', { threads: 1 }, page(), 'simd', 1],
    ['more threads than cores asked for', { threads: 4 }, page({ cores: 1 }), 'simd-threads', 4],
    ['fast', { fast: true }, page(), 'relaxed-threads', 7],
    ['fast, not isolated', { fast: true }, page({ shared: false }), 'relaxed', 1],
    ['a variant asked for', { variant: 'relaxed', threads: 5 }, page(), 'relaxed', 1],
    ['a threaded variant asked for', { variant: 'simd-threads', threads: 2 }, page(), 'simd-threads', 2],
  ])('%s', async (_, options, environment, variant, threads) => {
    expect(await choose(options, environment)).toMatchObject({ variant, threads });
  });

  test('wishes that cannot be met are noted, and something that works is chosen', async () => {
    const one = await choose({ threads: 4 }, page({ shared: false }));
    expect(one).toMatchObject({ variant: 'simd', threads: 1, notices: [{ code: 'not_isolated' }] });
    const plain = await choose({ fast: true }, page(), browser(true, false));
    expect(plain).toMatchObject({ variant: 'simd-threads', notices: [{ code: 'no_relaxed_simd' }] });
    expect((await choose({})).notices).toEqual([]);
  });

  test.each([
    [{ threads: 9 }, page(), browser(), 'bad_value'],
    [{ threads: 0 }, page(), browser(), 'bad_value'],
    [{ variant: 'mmx' }, page(), browser(), 'bad_option'],
    [{}, page(), browser(false), 'no_simd'],
    // Threads on a page that is not isolated would hang for ever.
    [{ variant: 'simd-threads' }, page({ shared: false }), browser(), 'load_failed'],
    [{ variant: 'relaxed' }, page(), browser(true, false), 'load_failed'],
  ])('%o is refused', async (options, environment, features, code) => {
    expect((await errorOf(() => choose(options, environment, features))).code).toBe(code);
  });

  test('singleThreaded: the same module without threads', () => {
    expect([singleThreaded('simd-threads'), singleThreaded('relaxed-threads')]).toEqual(['simd', 'relaxed']);
  });
});
