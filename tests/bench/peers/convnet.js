/**
 * ConvNetJS as a trainer. Its layers are put together by hand, because its own makeLayers adds a linear layer before a
 * regression. Its regression has half the squared error, so the learning rate is doubled there. It has no Adam.
 */
import convnetjs from 'convnetjs';
import { Unable } from '../contenders/session.js';
import { batchesOf, lossOfSamples, shapesOf } from '../workloads.js';

export async function makeTrainer() {
  let work = null;
  let net = null;
  let trainer = null;
  let batches = [];
  let next = 0;

  /** A volume is [y, x, depth], rows first: the order of our images. */
  const volume = (values) => {
    const [height, width, channels] =
      work.inputShape.length === 3 ? work.inputShape : [1, 1, work.inputShape[0]];
    const made = new convnetjs.Vol(width, height, channels, 0);
    made.w.set(values);
    return made;
  };
  const wanted = (target) => (work.loss === 'categoricalCrossentropy' ? target : [2 * target - 1]);

  return {
    info: { version: '0.3.0' },

    load(given, rows, weights) {
      work = given;
      if (work.optimizer.type === 'adam' && work.mode === 'train')
        throw new Unable('ConvNetJS of npm has no Adam');
      net = new convnetjs.Net();
      net.layers = layersOf(work, weights);
      const isRegression = work.loss !== 'categoricalCrossentropy';
      trainer = new convnetjs.Trainer(net, {
        method: 'sgd',
        learning_rate: work.optimizer.learningRate * (isRegression ? 2 : 1),
        momentum: 0,
        batch_size: work.batchSize,
      });
      const columns = rows.inputs.length / rows.rows;
      batches = batchesOf(work, rows).map(({ inputs, targets }) =>
        [...targets].map((target, row) => ({
          target,
          x: volume(inputs.subarray(row * columns, (row + 1) * columns)),
        })),
      );
      next = 0;
    },

    step(count) {
      for (let step = 0; step < count; step++, next++)
        for (const { x, target } of batches[next % batches.length]) trainer.train(x, wanted(target));
    },

    infer(count) {
      for (let batch = 0; batch < count; batch++)
        for (const { x } of batches[batch % batches.length]) net.forward(x, false);
    },

    loss: () => lossOfSamples(work, batches, ({ x }) => net.forward(x, false).w),

    unload() {
      net = trainer = null;
      batches = [];
    },
  };
}

const ACTIVATIONS = { relu: convnetjs.ReluLayer, tanh: convnetjs.TanhLayer };

function layersOf(work, weights) {
  const volumeOf = (shape) =>
    shape.length === 3
      ? { in_sy: shape[0], in_sx: shape[1], in_depth: shape[2] }
      : { in_sx: 1, in_sy: 1, in_depth: shape[0] };
  const first = volumeOf(work.inputShape);
  const layers = [
    new convnetjs.InputLayer({ out_sx: first.in_sx, out_sy: first.in_sy, out_depth: first.in_depth }),
  ];
  let parameter = 0;
  let place = first;
  for (const { layer, to } of shapesOf(work)) {
    if (layer.type === 'flatten') continue; // a volume is flat when a dense layer reads it
    if (layer.type === 'maxPooling2d') layers.push(new convnetjs.PoolLayer({ ...place, sx: 2, stride: 2 }));
    else {
      const made =
        layer.type === 'dense'
          ? new convnetjs.FullyConnLayer({ ...place, num_neurons: layer.units })
          : new convnetjs.ConvLayer({
              ...place,
              sx: layer.kernelSize,
              filters: layer.filters,
              pad: 2,
              stride: 1,
            });
      fill(made, weights[parameter++]);
      layers.push(made);
    }
    place = volumeOf(to);
    if (ACTIVATIONS[layer.activation]) layers.push(new ACTIVATIONS[layer.activation](place));
  }
  const Last = work.loss === 'categoricalCrossentropy' ? convnetjs.SoftmaxLayer : convnetjs.RegressionLayer;
  layers.push(new Last(place));
  return layers;
}

/** Kernels [window, filters] into one volume for each filter. */
function fill(layer, { kernel, bias }) {
  const filters = bias.length;
  layer.filters.forEach((filter, index) => {
    for (let i = 0; i < filter.w.length; i++) filter.w[i] = kernel[i * filters + index];
  });
  layer.biases.w.set(bias);
}
