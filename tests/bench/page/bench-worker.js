/** Runs the benchmark's session where training belongs: in a worker. */
import { serveSession } from '../contenders/worker-session.js';

serveSession({
  ours: () => import('../contenders/ours-trainer.js'),
  package: () => import('../contenders/package-trainer.js'),
});
