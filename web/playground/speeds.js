/** How fast the page lets a run go. */

/**
 * Choices in the order of their speed. `epoch` is one epoch a frame of a screen that draws sixty a second; `full` as fast
 * as the engine goes.
 */
export const SPEEDS = Object.freeze(['1', '5', '20', '100', 'epoch', 'full']);

const FRAMES_PER_SECOND = 60;

/**
 * @param {string} speed          one of SPEEDS
 * @param {number} stepsPerEpoch
 * @returns {number | null}       steps per second; null: no limit
 */
export function stepsPerSecond(speed, stepsPerEpoch) {
  if (speed === 'full') return null;
  return speed === 'epoch' ? FRAMES_PER_SECOND * stepsPerEpoch : Number(speed);
}
