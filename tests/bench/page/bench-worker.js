/** Runs the benchmark's session where training belongs: in a worker. First message: the options of createCore. */
import { oursTrainer } from '../contenders/ours-trainer.js';
import { Session, answer } from '../contenders/session.js';

/** @type {Session | null} */
let session = null;

onmessage = async ({ data }) => {
  if (session) return postMessage(await answer(session, data));
  session = new Session(await oursTrainer(data.options));
  postMessage({ info: session.info });
};
