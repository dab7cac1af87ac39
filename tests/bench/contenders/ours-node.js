/** Our engine in a Node process of its own; the parent asks by messages. Argument: options of createCore as JSON. */
import { oursTrainer } from './ours-trainer.js';
import { Session, answer } from './session.js';

const session = new Session(await oursTrainer(JSON.parse(process.argv[2])));
process.on('message', async (message) => process.send(await answer(session, message)));
process.send({ ready: true, info: session.info });
