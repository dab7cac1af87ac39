/** A contender in a Node process of its own; the parent asks by messages. Arguments: the module of its trainer, options as JSON. */
import { Session, answer } from './session.js';

const [, , module, options] = process.argv;
const { makeTrainer } = await import(module);
const session = new Session(await makeTrainer(JSON.parse(options)));
process.on('message', async (message) => process.send(await answer(session, message)));
process.send({ ready: true, info: session.info });
