/** Sessions in a page: in its worker, or on the page itself. Name and options of the trainer stand in the page's address. */
import { Session, answer } from './session.js';

/** @typedef {{ makeTrainer: (options: any) => Promise<any> }} TrainerModule */

/** The worker's side. First message: `{ name, options }`; it is answered with info. @param {Record<string, () => Promise<TrainerModule>>} trainers */
export function serveSession(trainers) {
  /** @type {Session | null} */
  let session = null;
  onmessage = async ({ data }) => {
    if (session) return postMessage(await answer(session, data));
    const { makeTrainer } = await trainers[data.name]();
    session = new Session(await makeTrainer(data.options));
    postMessage({ info: session.info });
  };
}

function asked() {
  const query = new URL(location.href).searchParams;
  return { name: query.get('name'), options: JSON.parse(query.get('options') ?? '{}') };
}

/** The page's side: `bench(message)` asks the worker. @param {Worker} worker */
export async function askWorker(worker) {
  const ask = (message) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message: text }) => reject(new Error(text ?? 'the worker stopped'));
      worker.postMessage(message);
    });
  const { info } = await ask(asked());
  Object.assign(window, { bench: ask, benchInfo: info });
}

/** The same without a worker: `bench(message)` is answered by the page. @param {TrainerModule} module */
export async function servePage({ makeTrainer }) {
  const session = new Session(await makeTrainer(asked().options));
  Object.assign(window, { bench: (message) => answer(session, message), benchInfo: session.info });
}
