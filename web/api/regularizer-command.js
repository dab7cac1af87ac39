/** The same for both kinds of run. */

/** @typedef {import('../schema/spec.js').RegularizerSpec} RegularizerSpec */

/**
 * A command with what was left out as it is now. What layers have of their own is not in the state, so there it is 0.
 *
 * @param {Partial<RegularizerSpec> & { layer?: number, inherit?: boolean }} regularizer
 * @param {RegularizerSpec} state
 * @returns {import('../schema/command.js').Command}
 */
export function regularizerCommand({ layer = -1, ...given }, { l1, l2, l1Update, biases }) {
  const now = layer === -1 ? { l1, l2, l1Update, biases } : { l1Update, biases };
  return { type: 'setRegularizer', ...now, ...given, layer };
}
