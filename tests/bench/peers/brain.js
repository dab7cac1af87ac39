/**
 * brain.js as a trainer. It updates its weights after every sample and knows no batches, and all its layers have one
 * activation: of the workloads only the toys are within its reach, and their losses are not those of batches.
 */
import module from 'brain.js/dist/neural-network.js'; // the rest of it wants Node's streams
import { Unable } from '../contenders/session.js';
import { batchesOf, lossOfSamples } from '../workloads.js';

const NeuralNetwork = module.default ?? module;

export async function makeTrainer() {
  let work = null;
  let net = null;
  let batches = [];
  let next = 0;

  return {
    info: { version: '1.6.1' },

    load(given, rows, weights) {
      work = given;
      const [{ activation }] = work.layers;
      if (!work.layers.every((layer) => layer.type === 'dense' && layer.activation === activation))
        throw new Unable('all layers of brain.js have one activation');
      net = new NeuralNetwork({ activation, learningRate: work.optimizer.learningRate });
      net.trainOpts.momentum = 0; // its options refuse that
      net.sizes = [...work.inputShape, ...work.layers.map(({ units }) => units)];
      net.initialize();
      weights.forEach(({ kernel, bias }, index) => {
        const units = bias.length;
        net.biases[index + 1] = [...bias];
        net.weights[index + 1].forEach((row, unit) =>
          row.forEach((_, i) => (row[i] = kernel[i * units + unit])),
        );
      });
      const columns = work.inputShape[0];
      batches = batchesOf(work, rows).map(({ inputs, targets }) =>
        [...targets].map((target, row) => ({
          target,
          input: inputs.slice(row * columns, (row + 1) * columns),
          output: [2 * target - 1],
        })),
      );
      next = 0;
    },

    step(count) {
      for (let step = 0; step < count; step++, next++)
        for (const sample of batches[next % batches.length]) net.trainPattern(sample);
    },

    infer(count) {
      for (let batch = 0; batch < count; batch++)
        for (const { input } of batches[batch % batches.length]) net.runInput(input);
    },

    loss: () => lossOfSamples(work, batches, ({ input }) => net.runInput(input)),

    unload() {
      net = null;
      batches = [];
    },
  };
}
