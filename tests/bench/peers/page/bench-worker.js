/** Runs a peer's session in a worker. */
import { serveSession } from '../../contenders/worker-session.js';

serveSession({
  brain: () => import('../brain.js'),
  convnet: () => import('../convnet.js'),
  jax: () => import('../jax.js'),
  onnx: () => import('../onnx.js'),
  tfjs: () => import('../tfjs.js'),
});
