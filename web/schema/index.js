/** What a spec, a command and a source of data may say: the sub-path `neuron-weights/schema`. */
export * from './catalog.js';
export { checkCommand } from './command.js';
export { checkSource } from './data-source.js';
export { lossFor, MAX_LAYERS, normalizeSpec, SPEC_VERSION } from './spec.js';
export { checkCount, checkValue, describeAllowed } from './values.js';
