/**
 * TensorFlow.js as a trainer: variables and optimizers of its core. Its wasm backend has no gradient of a convolution's
 * kernel, so it cannot train the CNN as it comes; `convgrad` is an expert's way round that, and counts as such.
 */
import * as core from '@tensorflow/tfjs';
import { Unable } from '../contenders/session.js';
import { batchesOf, lossOf } from '../workloads.js';

const tf = /** @type {any} */ (core).default ?? core; // Node's module is CommonJS

/** @param {{ backend: 'cpu' | 'wasm', convgrad?: boolean }} options */
export async function makeTrainer({ backend, convgrad = false }) {
  if (backend === 'wasm') await loadWasm();
  await tf.setBackend(backend);
  await tf.ready();

  /** @type {any} */
  let work = null;
  let variables = [];
  let batches = [];
  let optimizer = null;
  let next = 0;

  /** Outputs of the last layer before its activation. */
  const forward = (x) => {
    let at = x;
    let parameter = 0;
    for (const layer of work.layers) {
      if (layer.type === 'flatten') at = tf.reshape(at, [at.shape[0], -1]);
      else if (layer.type === 'product') at = tf.matMul(at, variables[parameter++]);
      else if (layer.type === 'maxPooling2d') at = tf.maxPool(at, 2, 2, 'valid');
      else {
        const [kernel, bias] = variables.slice(parameter, parameter + 2);
        parameter += 2;
        if (layer.type === 'dense') at = tf.matMul(at, kernel);
        else at = convgrad ? convolveWithGradient(at, kernel, at === x) : tf.conv2d(at, kernel, 1, 'same');
        at = tf.add(at, bias);
        if (layer.activation === 'tanh') at = tf.tanh(at);
        if (layer.activation === 'relu') at = tf.relu(at);
      }
    }
    return at;
  };
  const isSoftmax = () => work.loss === 'categoricalCrossentropy';
  const meanLoss = ({ x, wanted }) => {
    const out = forward(x);
    return isSoftmax() ? tf.losses.softmaxCrossEntropy(wanted, out) : tf.mean(tf.square(tf.sub(out, wanted)));
  };

  return {
    info: { version: tf.version.tfjs, backend, convgrad },

    load(given, rows, weights) {
      work = given;
      const convolves = work.layers.some(({ type }) => type === 'conv2d');
      if (convolves && work.mode === 'train' && backend === 'wasm' && !convgrad)
        throw new Unable('the wasm backend has no gradient of a convolution');
      variables = weights.flatMap(({ kernel, bias, shape }) => [
        tf.variable(tf.tensor(kernel, shape)),
        ...(bias ? [tf.variable(tf.tensor1d(bias))] : []),
      ]);
      batches = batchesOf(work, rows).map(({ inputs, targets }) => ({
        x: tf.tensor(inputs, [work.batchSize, ...work.inputShape]),
        targets,
        wanted: isSoftmax()
          ? tf.cast(tf.oneHot(tf.tensor1d(targets, 'int32'), work.classes), 'float32')
          : tf.tensor2d(
              targets.map((target) => 2 * target - 1),
              [work.batchSize, 1],
            ),
      }));
      const { type, learningRate } = work.optimizer;
      optimizer =
        type === 'adam' ? tf.train.adam(learningRate, 0.9, 0.999, 1e-7) : tf.train.sgd(learningRate);
      next = 0;
    },

    step(count) {
      for (let step = 0; step < count; step++, next++)
        optimizer.minimize(() => meanLoss(batches[next % batches.length]), false, variables);
    },

    infer(count) {
      for (let batch = 0; batch < count; batch++)
        tf.tidy(() => {
          const out = forward(batches[batch % batches.length].x);
          if (!work.kernel) return (isSoftmax() ? tf.softmax(out) : out).dataSync();
        });
    },

    loss() {
      const losses = batches.map((batch) =>
        tf.tidy(() => {
          const out = forward(batch.x);
          return lossOf(work, (isSoftmax() ? tf.softmax(out) : out).dataSync(), batch.targets);
        }),
      );
      return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    },

    unload() {
      tf.disposeVariables();
      for (const { x, wanted } of batches) tf.dispose([x, wanted]);
      optimizer?.dispose();
      batches = [];
    },
  };
}

/**
 * A convolution whose kernel's gradient is a convolution as well: of the images with channels and batch exchanged, by the
 * output's gradient as a kernel.
 */
function convolveWithGradient(x, kernel, isFirst) {
  const pad = (kernel.shape[0] - 1) / 2;
  const kernelGradient = (images, dy) => {
    const sums = tf.conv2d(
      tf.transpose(images, [3, 1, 2, 0]),
      tf.transpose(dy, [1, 2, 0, 3]),
      1,
      pad,
      'NHWC',
      1,
      'floor',
    );
    return tf.transpose(sums, [1, 2, 0, 3]);
  };
  if (isFirst)
    return tf.customGrad((w, save) => {
      save([x]);
      return { value: tf.conv2d(x, w, 1, 'same'), gradFunc: (dy, [images]) => kernelGradient(images, dy) };
    })(kernel);
  return tf.customGrad((images, w, save) => {
    save([images, w]);
    const gradFunc = (dy, [given, weights]) => [
      tf.conv2dTranspose(dy, weights, given.shape, 1, 'same'),
      kernelGradient(given, dy),
    ];
    return { value: tf.conv2d(images, w, 1, 'same'), gradFunc };
  })(x, kernel);
}

/** In a page the .wasm lies where the bundler put it; in Node the package finds its own. */
async function loadWasm() {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  if (typeof location === 'undefined') return;
  const file = (url) => new URL(url, location.href).href;
  const [{ default: simd }, { default: threads }, { default: plain }] = await Promise.all([
    import('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url'),
  ]);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': file(plain),
    'tfjs-backend-wasm-simd.wasm': file(simd),
    'tfjs-backend-wasm-threaded-simd.wasm': file(threads),
  });
}
