/** A peer in a worker of a page; the benchmark asks by `bench(message)`. */
import { askWorker } from '../../contenders/worker-session.js';

await askWorker(new Worker(new URL('./bench-worker.js', import.meta.url), { type: 'module' }));
