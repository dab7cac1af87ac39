import { expect, test } from 'vitest';
import { SnapshotPool } from '../../../web/worker/snapshot-pool.js';

test('SnapshotPool: lends as many as it has and no more', () => {
  const pool = new SnapshotPool(2);
  pool.send();
  expect(pool.available).toBe(true);
  pool.send();
  expect(pool.available).toBe(false);
  pool.giveBack(new ArrayBuffer(16));
  expect([pool.available, pool.away]).toEqual([true, 1]);
});

test('SnapshotPool: a returned buffer is taken again, but only where it fits', () => {
  const pool = new SnapshotPool();
  pool.send();
  const buffer = new ArrayBuffer(16);
  pool.giveBack(buffer);
  expect(pool.take(5)).toBeNull();
  expect(pool.take(4)?.buffer).toBe(buffer);
  expect(pool.take(4)).toBeNull();
});

test('SnapshotPool: what it never lent cannot be given back', () => {
  const pool = new SnapshotPool(1);
  pool.giveBack(new ArrayBuffer(16));
  expect(pool.take(4)).toBeNull();
  pool.send();
  expect(pool.available).toBe(false);
});
