/**
 * Binds the value of a field as Lit's `live` does, but leaves a field alone in which somebody is typing or dragging: the page is
 * drawn again many times a second while a network trains, and must not wipe out half a number.
 */
import { noChange } from 'lit';
import { Directive, directive } from 'lit/directive.js';
import { setCommittedValue } from 'lit/directive-helpers.js';

class Settled extends Directive {
  #editing = false;
  #listening = false;

  /** @param {string} value */
  render(value) {
    return value;
  }

  /** @param {any} part   a property of an input @param {[string]} values */
  update(part, [value]) {
    const { element } = part;
    this.#listen(element);
    if (this.#editing || element.value === value) return noChange;
    setCommittedValue(part); // whatever was drawn last, the field shows something else by now
    return value;
  }

  /** @param {HTMLElement} element */
  #listen(element) {
    if (this.#listening) return;
    this.#listening = true;
    element.addEventListener('input', () => (this.#editing = true));
    for (const end of ['change', 'blur']) element.addEventListener(end, () => (this.#editing = false));
  }
}

export const settled = directive(Settled);
