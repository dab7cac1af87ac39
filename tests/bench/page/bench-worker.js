/** Runs the benchmark's session where training belongs: in a worker. */
import * as ours from '../contenders/ours-trainer.js';
import { serveSession } from '../contenders/worker-session.js';

serveSession({ ours: async () => ours });
