/** How soon a bare page with a peer has trained: workload A1, one step; on the page itself, as the peers do it. */
import { rowsOf, startWeights, workload } from '../../workloads.js';
import { TRAINERS } from '../trainers.js';

const query = new URL(location.href).searchParams;
const { makeTrainer } = await TRAINERS[query.get('name')]();
const trainer = await makeTrainer(JSON.parse(query.get('options') ?? '{}'));
const work = workload('A1');
await trainer.load(work, rowsOf({ ...work, batches: 8 }).timed, startWeights(work));
await trainer.step(1);
Object.assign(window, { firstStep: performance.now() });
