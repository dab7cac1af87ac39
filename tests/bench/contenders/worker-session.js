/** A session in a page's worker. First message: `{ name, options }` of the trainer; it is answered with its info. */
import { Session, answer } from './session.js';

/** @param {Record<string, () => Promise<{ makeTrainer: (options: any) => Promise<any> }>>} trainers */
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

/** The page's side: `bench(message)` asks the worker. @param {Worker} worker */
export async function askWorker(worker) {
  const ask = (message) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message: text }) => reject(new Error(text ?? 'the worker stopped'));
      worker.postMessage(message);
    });
  const query = new URL(location.href).searchParams;
  const { info } = await ask({ name: query.get('name'), options: JSON.parse(query.get('options') ?? '{}') });
  Object.assign(window, { bench: ask, benchInfo: info });
}
