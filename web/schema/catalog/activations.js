/** Activations. Those with a parameter (α) take it in the `activation` layer alone; elsewhere it has its default. */
import { deepLearning, keras } from './common.js';

/** @type {import('./common.js').CatalogSection} */
export const ACTIVATIONS = {
  linear: { fields: {}, formula: 'y = x', source: keras('layers/activations, linear') },
  relu: {
    fields: {},
    formula: 'y = max(0, x); slope at 0 is 0',
    source: 'Nair and Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines (ICML 2010)',
  },
  sigmoid: { fields: {}, formula: 'y = 1 / (1 + exp(−x))', source: deepLearning('3.10') },
  tanh: {
    fields: {},
    formula: 'y = tanh(x)',
    source: 'LeCun et al., Efficient BackProp (1998), section 4.4',
  },
  softmax: {
    fields: {},
    formula: 'y_c = exp(x_c − max x) / Σ exp(x_k − max x)',
    source: deepLearning('4.1'),
  },
  leakyRelu: {
    fields: {},
    formula: 'y = x where x > 0, else α x; α = 0.2',
    source: `Maas et al., Rectifier Nonlinearities (ICML 2013), section 2; α as in ${keras('leaky_relu')}`,
  },
  elu: {
    fields: {},
    formula: 'y = x where x > 0, else α (exp(x) − 1); α = 1',
    source: 'Clevert et al., Exponential Linear Units (ICLR 2016), eq. 15',
  },
  selu: {
    fields: {},
    formula: 'y = λ x where x > 0, else λ α (exp(x) − 1); λ = 1.05070099, α = 1.67326324',
    source: 'Klambauer et al., Self-Normalizing Neural Networks (NeurIPS 2017), eq. 2',
  },
  gelu: {
    fields: {},
    formula: 'y = x/2 · (1 + erf(x / √2))',
    source: 'Hendrycks and Gimpel, Gaussian Error Linear Units (2016), section 2',
  },
  geluApproximate: {
    fields: {},
    formula: 'y = x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))',
    source: 'Hendrycks and Gimpel, Gaussian Error Linear Units (2016), section 2',
  },
  silu: {
    fields: {},
    formula: 'y = x / (1 + exp(−x))',
    source: 'Elfwing et al., Sigmoid-Weighted Linear Units (2018), eq. 5',
  },
  softplus: { fields: {}, formula: 'y = log(1 + exp(x))', source: deepLearning('3.10') },
};
