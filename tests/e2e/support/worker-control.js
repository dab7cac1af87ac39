/**
 * Lets a test end the engine's worker, or make it throw. Runs in the page before anything of it.
 *
 * Module workers of the page are wrapped: the real file is imported by a few lines that also listen for the test, so
 * an error thrown "in the worker" is a real one.
 */
export function wrapWorkers() {
  const Real = window.Worker;
  const workers = [];
  const test = {
    workers,
    /** Ends all workers as a browser short of memory would: without a word. */
    kill: () => workers.splice(0).forEach((worker) => worker.terminate()),
    /** Throws in all workers, outside of any handler. */
    throwInside: () => new BroadcastChannel('nw-test').postMessage('throw'),
  };
  window.Worker = class extends Real {
    constructor(url, options) {
      const file = new URL(url, location.href).href;
      const source = `import ${JSON.stringify(file)};
new BroadcastChannel('nw-test').onmessage = () => { throw new Error('thrown in the worker'); };`;
      const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
      super(options?.type === 'module' ? blob : url, options);
      workers.push(this);
    }
  };
  window.nwTest = test;
}
