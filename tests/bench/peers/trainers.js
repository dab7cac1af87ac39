/** The peers' trainers for bundlers: each is loaded when it is asked for. */
export const TRAINERS = {
  brain: () => import('./brain.js'),
  convnet: () => import('./convnet.js'),
  jax: () => import('./jax.js'),
  onnx: () => import('./onnx.js'),
  tfjs: () => import('./tfjs.js'),
};
