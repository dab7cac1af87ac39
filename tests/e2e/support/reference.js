/**
 * What must be reached on real data: the dense rows of small data in the project's reference table (PyTorch 1.13, same
 * split, same initializers; "at least" is its mean of five seeds less a margin for seeds).
 */

const relu = { units: 32, activation: 'relu', kernelInitializer: 'heNormal' };

export const REFERENCE = {
  iris: {
    title: 'iris 4-8-3 tanh, Adam',
    file: 'iris.csv',
    classes: 3,
    scaling: 'standardize',
    hidden: { units: 8, activation: 'tanh', kernelInitializer: 'glorotUniform' },
    optimizer: { type: 'adam', learningRate: 0.01 },
    batchSize: 16,
    epochs: 100,
    atLeast: 0.899,
  },
  digitsAdam: {
    title: 'digits 64-32-10 ReLU, Adam',
    file: 'digits.csv.gz',
    classes: 10,
    scaling: 'maximum',
    hidden: relu,
    optimizer: { type: 'adam', learningRate: 0.001 },
    batchSize: 32,
    epochs: 30,
    atLeast: 0.945,
  },
  digitsSgd: {
    title: 'digits 64-32-10 ReLU, SGD',
    file: 'digits.csv.gz',
    classes: 10,
    scaling: 'maximum',
    hidden: relu,
    optimizer: { type: 'sgd', learningRate: 0.1 },
    batchSize: 32,
    epochs: 30,
    atLeast: 0.948,
  },
};

/** Five seeds. */
export const SEEDS = [1, 2, 3, 4, 5];
