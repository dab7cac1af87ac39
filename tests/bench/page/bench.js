/** Our engine in a page, as a visitor gets it: the package's entry, its worker, its bundle. The test asks by `bench(...)`. */
import { createEngine } from '../../../web/api/index.js';
import { oursTrainer } from '../contenders/ours-trainer.js';
import { Session, answer } from '../contenders/session.js';

const options = JSON.parse(new URL(location.href).searchParams.get('options') ?? '{}');
const session = new Session(await oursTrainer(createEngine, options));
Object.assign(window, { bench: (message) => answer(session, message), benchInfo: session.info });
