/** What a run says to its engine, without one. */
import { expect, test } from 'vitest';
import { Run } from '../../../web/api/run.js';
import { circleSpec } from '../support/specs.js';
import { errorOf } from '../support/errors.js';

const STATE = { step: 3, l1: 0.1, l2: 0.2, l1Update: 'proximal', biases: true };

function makeRun() {
  /** @type {any[]} */
  const commands = [];
  const link = {
    call: async (op, { command }) => {
      expect(op).toBe('run.command');
      commands.push(command);
      return { state: STATE };
    },
    send: () => {},
    dispose: async () => {},
  };
  const run = new Run({ id: 1, spec: circleSpec(), parameters: [], state: /** @type {any} */ (STATE), link });
  return { run, commands };
}

test('setRegularizer: what is left out stays; a layer’s own starts at 0', async () => {
  const { run, commands } = makeRun();
  await run.setRegularizer({ l2: 0.5 });
  await run.setRegularizer({ l1Update: 'subgradient' });
  await run.setRegularizer({ l2: 0.5, layer: 1 });
  await run.setRegularizer({ layer: 1, inherit: true });
  const type = 'setRegularizer';
  expect(commands).toEqual([
    { type, l1: 0.1, l2: 0.5, l1Update: 'proximal', biases: true, layer: -1, inherit: false },
    { type, l1: 0.1, l2: 0.2, l1Update: 'subgradient', biases: true, layer: -1, inherit: false },
    { type, l1: 0, l2: 0.5, l1Update: 'proximal', biases: true, layer: 1, inherit: false },
    { type, l1: 0, l2: 0, l1Update: 'proximal', biases: true, layer: 1, inherit: true },
  ]);
});

test('freeze and thaw: all weights of a parameter, or one', async () => {
  const { run, commands } = makeRun();
  await run.freeze('dense_1/kernel');
  await run.freeze('dense_1/kernel', 4);
  await run.thaw('dense_1/kernel');
  const [type, parameter] = ['setFrozen', 'dense_1/kernel'];
  expect(commands).toEqual([
    { type, parameter, index: -1, frozen: true },
    { type, parameter, index: 4, frozen: true },
    { type, parameter, index: -1, frozen: false },
  ]);
});

test('what is refused is never said', async () => {
  const { run, commands } = makeRun();
  expect((await errorOf(() => run.freeze('dense_1/kernel', -2))).code).toBe('bad_value');
  expect((await errorOf(() => run.setRegularizer({ l1: -1 }))).code).toBe('bad_value');
  expect(commands).toEqual([]);
});
