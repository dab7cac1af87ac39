/** Layers of the networks in the reference table. */

export const softmax = /** @type {const} */ ({ type: 'dense', units: 10, activation: 'softmax' });

/** Two blocks of convolution and pooling. @type {import('../../../web/schema/spec-types.js').LayerInput[]} */
export const convolutions = [8, 16].flatMap((filters) => [
  {
    type: 'conv2d',
    filters,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
    kernelInitializer: 'heNormal',
  },
  { type: 'maxPooling2d', poolSize: 2 },
]);
