/** Does something now, but not again before a while has passed; the last asking is never lost. */
export class Throttle {
  #everyMs;
  #action;
  #doneAt = -Infinity;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {number} everyMs @param {() => void} action */
  constructor(everyMs, action) {
    this.#everyMs = everyMs;
    this.#action = action;
  }

  ask() {
    if (this.#timer !== undefined) return;
    const wait = this.#doneAt + this.#everyMs - performance.now();
    if (wait <= 0) this.now();
    else this.#timer = setTimeout(() => this.now(), wait);
  }

  now() {
    this.cancel();
    this.#doneAt = performance.now();
    this.#action();
  }

  cancel() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
