/** Runs the benchmark's session where training belongs: in a worker. */
import { makeTrainer } from '../contenders/ours-trainer.js';
import { serveSession } from '../contenders/worker-session.js';

serveSession({ ours: async () => ({ makeTrainer }) });
