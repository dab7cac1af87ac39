/** Frames that come also where no frames are drawn. */

/** A tab in the background draws no frames: then twice a second is enough. */
const HIDDEN_MS = 500;

/**
 * Calls back in the next animation frame; after half a second when none comes (hidden page); at once, as a microtask, where
 * there is no page (Node, workers).
 *
 * @param {() => void} callback
 */
export function nextFrame(callback) {
  if (typeof requestAnimationFrame !== 'function' || typeof document === 'undefined') {
    queueMicrotask(callback);
    return;
  }
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    cancelAnimationFrame(frame);
    callback();
  };
  const timer = setTimeout(once, HIDDEN_MS);
  const frame = requestAnimationFrame(once);
}
