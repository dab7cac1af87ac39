/** Our engine in a worker of a page; the benchmark asks by `bench(message)`. */
const worker = new Worker(new URL('./bench-worker.js', import.meta.url), { type: 'module' });
const ask = (message) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message: text }) => reject(new Error(text ?? 'the worker stopped'));
    worker.postMessage(message);
  });

const options = JSON.parse(new URL(location.href).searchParams.get('options') ?? '{}');
const { info } = await ask({ options });
Object.assign(window, { bench: ask, benchInfo: info });
