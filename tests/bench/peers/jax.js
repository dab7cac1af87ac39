/**
 * jax-js as a trainer, on its wasm backend: one jitted function a step. What is passed to a function is given away. Images are
 * [batch, channels, height, width] here, kernels [out, in, height, width].
 */
import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { batchesOf, lossOf } from '../workloads.js';

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-7;

export async function makeTrainer() {
  await init('wasm');
  defaultDevice('wasm');

  let work = null;
  let parameters = [];
  let moments = [];
  let batches = [];
  let next = 0;
  let taken = 0;
  let update = null;
  let ask = null;

  const isSoftmax = () => work.loss === 'categoricalCrossentropy';
  const forward = (weights, x) => {
    let at = x;
    let parameter = 0;
    for (const { type, activation } of work.layers) {
      if (type === 'flatten')
        at = at.transpose([0, 2, 3, 1]).reshape([at.shape[0], -1]); // our rows: channels last
      else if (type === 'maxPooling2d') at = halved(at);
      else if (type === 'product') at = np.matmul(at, weights[parameter++]);
      else {
        const [kernel, bias] = weights.slice(parameter, (parameter += 2));
        if (type === 'conv2d') at = lax.conv(at, kernel, [1, 1], 'SAME').add(bias.reshape([-1, 1, 1]));
        else at = np.matmul(at, kernel).add(bias);
      }
      if (activation === 'relu') at = nn.relu(at);
      if (activation === 'tanh') at = np.tanh(at);
    }
    return at;
  };
  const meanLoss = (weights, x, wanted) => {
    const out = forward(weights, x);
    if (!isSoftmax()) return np.square(out.sub(wanted)).mean();
    return nn
      .logSoftmax(out)
      .mul(wanted)
      .sum()
      .mul(-1 / work.batchSize);
  };
  const sgd = (weights, x, wanted) => {
    const [loss, gradients] = valueAndGrad(meanLoss)(
      weights.map((w) => w.ref),
      x,
      wanted,
    );
    loss.dispose();
    return weights.map((w, index) => w.sub(gradients[index].mul(work.optimizer.learningRate)));
  };
  // `rate` holds the bias corrections: it changes from step to step, and a jitted function is compiled once.
  const adam = (weights, means, squares, rate, x, wanted) => {
    const [loss, gradients] = valueAndGrad(meanLoss)(
      weights.map((w) => w.ref),
      x,
      wanted,
    );
    loss.dispose();
    const [scale, correction] = [rate.ref.slice(0), rate.slice(1)];
    const newMeans = means.map((m, i) => m.mul(BETA_1).add(gradients[i].ref.mul(1 - BETA_1)));
    const newSquares = squares.map((v, i) => v.mul(BETA_2).add(np.square(gradients[i]).mul(1 - BETA_2)));
    const moved = weights.map((w, i) =>
      w.sub(newMeans[i].ref.mul(scale.ref).div(np.sqrt(newSquares[i].ref.mul(correction.ref)).add(EPSILON))),
    );
    scale.dispose();
    correction.dispose();
    return [moved, newMeans, newSquares];
  };

  return {
    info: { version: '0.1.25', backend: 'wasm' },

    load(given, rows, weights) {
      work = given;
      parameters = weights.flatMap(({ kernel, bias, shape }) => {
        const given = np.array(kernel).reshape(shape);
        return [
          shape.length === 4 ? given.transpose([3, 2, 0, 1]) : given,
          ...(bias ? [np.array(bias)] : []),
        ];
      });
      moments = [0, 1].map(() => parameters.map(({ shape }) => np.zeros(shape)));
      const [height, width] = work.inputShape;
      const shape = work.inputShape.length === 3 ? [1, height, width] : work.inputShape; // one channel
      batches = batchesOf(work, rows).map(({ inputs, targets }) => {
        const wanted = new Float32Array(work.batchSize * (isSoftmax() ? work.classes : 1));
        targets.forEach((target, row) => {
          if (isSoftmax()) wanted[row * work.classes + target] = 1;
          else wanted[row] = 2 * target - 1;
        });
        return {
          targets,
          x: np.array(inputs.slice()).reshape([work.batchSize, ...shape]),
          wanted: np.array(wanted).reshape([work.batchSize, -1]),
        };
      });
      update = jit(work.optimizer.type === 'adam' ? adam : sgd);
      ask = jit((given2, x) => (isSoftmax() ? nn.softmax(forward(given2, x)) : forward(given2, x)));
      next = taken = 0;
    },

    async step(count) {
      for (let step = 0; step < count; step++, next++) {
        const { x, wanted } = batches[next % batches.length];
        if (work.optimizer.type !== 'adam') {
          parameters = update(parameters, x.ref, wanted.ref);
          continue;
        }
        taken++;
        const scale = work.optimizer.learningRate / (1 - BETA_1 ** taken);
        const rate = np.array(new Float32Array([scale, 1 / (1 - BETA_2 ** taken)]));
        const [moved, means, squares] = update(parameters, ...moments, rate, x.ref, wanted.ref);
        parameters = moved;
        moments = [means, squares];
      }
      await blockUntilReady(parameters.map((w) => w.ref));
    },

    async infer(count) {
      for (let batch = 0; batch < count; batch++) {
        const out = ask(
          parameters.map((w) => w.ref),
          batches[batch % batches.length].x.ref,
        );
        if (!work.kernel) await out.data();
        else (await blockUntilReady(out)).dispose();
      }
    },

    async loss() {
      let sum = 0;
      for (const { x, targets } of batches)
        sum += lossOf(
          work,
          await ask(
            parameters.map((w) => w.ref),
            x.ref,
          ).data(),
          targets,
        );
      return sum / batches.length;
    },

    unload() {
      for (const array of [
        ...parameters,
        ...moments.flat(),
        ...batches.flatMap(({ x, wanted }) => [x, wanted]),
      ])
        array.dispose();
      parameters = [];
      moments = [];
      batches = [];
    },
  };
}

/** The maximum of every 2 x 2 cells. */
function halved(images) {
  const [batch, channels, height, width] = images.shape;
  return np.max(images.reshape([batch, channels, height / 2, 2, width / 2, 2]), [3, 5]);
}
