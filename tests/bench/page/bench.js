/** Our engine in a worker of a page, or the package on the page itself; the benchmark asks by `bench(message)`. */
import { askWorker, servePage } from '../contenders/worker-session.js';

const name = new URL(location.href).searchParams.get('name');
if (name === 'package') await servePage(await import('../contenders/package-trainer.js'));
else await askWorker(new Worker(new URL('./bench-worker.js', import.meta.url), { type: 'module' }));
