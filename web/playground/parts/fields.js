/**
 * Form controls as templates: a label, the control, what is wrong with it. Every control has `data-control` and an id made
 * of it; its complaint has `data-error` of the same name and is tied to it by aria-describedby.
 */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { formatSetting, parseNumber } from '../../messages/index.js';
import { icon } from './icons.js';
import { settled } from './settled.js';

/** @typedef {Map<string, { text: string, message: string, code: string }>} Errors */

/** @param {string} control */
export const idOf = (control) => `c-${control}`;

/** @param {string} control @param {Errors} errors */
export function complaint(control, errors) {
  const error = errors.get(control);
  if (!error) return nothing;
  return html`<p class="complaint" id="${idOf(control)}-error" data-error=${control} data-code=${error.code}>
    ${error.message}
  </p>`;
}

/** @param {string} control @param {Errors} errors @param {string} [note]  id of a text that tells what the control does */
const describedBy = (control, errors, note) =>
  [errors.has(control) ? `${idOf(control)}-error` : '', note ?? ''].filter(Boolean).join(' ') || nothing;

/**
 * A number typed as people type it. What cannot be read or is refused stays as it was typed, with the reason below.
 *
 * @param {object} field
 * @param {string} field.control
 * @param {string} field.label
 * @param {number | null} field.value          null shows an empty field
 * @param {Errors} field.errors
 * @param {(value: number, text: string) => void} field.onChange   NaN when it is no number
 * @param {(value: number, up: boolean) => number} [field.stepBy]  what arrow keys and buttons do
 * @param {boolean} [field.buttons]   less and more, beside the number
 * @param {string} [field.note]
 * @param {string} [field.suffix]
 * @param {string} [field.placeholder]
 * @param {[string, string]} [field.buttonLabels]
 */
export function numberField({
  control,
  label,
  value,
  errors,
  onChange,
  stepBy,
  buttons,
  note,
  suffix,
  placeholder,
  buttonLabels,
}) {
  const id = idOf(control);
  const error = errors.get(control);
  const text = error ? error.text : value === null ? '' : formatSetting(value);
  const move = (/** @type {boolean} */ up) => {
    if (!stepBy || value === null) return;
    const next = stepBy(value, up);
    if (next !== value) onChange(next, formatSetting(next));
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (!stepBy || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(event.key === 'ArrowUp');
  };
  const onInput = (/** @type {Event} */ event) => {
    const typed = /** @type {HTMLInputElement} */ (event.target).value;
    onChange(parseNumber(typed), typed);
  };
  const button = (/** @type {boolean} */ up) =>
    buttons
      ? html`<button
          type="button"
          class="square"
          data-control="${control}-${up ? 'more' : 'less'}"
          aria-label=${buttonLabels?.[up ? 1 : 0] ?? label}
          @click=${() => move(up)}
        >
          ${icon(up ? 'plus' : 'minus')}
        </button>`
      : nothing;
  return html`
    <div class="field number ${buttons ? 'with-buttons' : ''}">
      <label for=${id}>${label}</label>
      <div class="entry">
        ${button(false)}
        <input
          id=${id}
          data-control=${control}
          type="text"
          inputmode="decimal"
          autocomplete="off"
          spellcheck="false"
          .value=${settled(text)}
          placeholder=${placeholder ?? nothing}
          aria-invalid=${error ? 'true' : nothing}
          aria-describedby=${describedBy(control, errors, note)}
          @change=${onInput}
          @keydown=${onKey}
        />
        ${suffix ? html`<span class="suffix">${suffix}</span>` : nothing} ${button(true)}
      </div>
      ${complaint(control, errors)}
    </div>
  `;
}

/**
 * @param {object} field
 * @param {string} field.control
 * @param {string} field.label
 * @param {string} field.value
 * @param {readonly { value: string, label: string }[]} field.options
 * @param {Errors} field.errors
 * @param {(value: string) => void} field.onChange
 * @param {string} [field.note]
 * @param {boolean} [field.hideLabel]
 * @param {boolean} [field.spread]   takes a whole row
 */
export function selectField({ control, label, value, options, errors, onChange, note, hideLabel, spread }) {
  const id = idOf(control);
  return html`
    <div class="field ${spread ? 'spread' : ''}">
      <label for=${id} class=${hideLabel ? 'visually-hidden' : ''}>${label}</label>
      <select
        id=${id}
        data-control=${control}
        aria-invalid=${errors.has(control) ? 'true' : nothing}
        aria-describedby=${describedBy(control, errors, note)}
        @change=${(/** @type {Event} */ e) => onChange(/** @type {HTMLSelectElement} */ (e.target).value)}
      >
        ${options.map((option) => html`<option value=${option.value} .selected=${live(option.value === value)}>${option.label}</option>`)}
      </select>
      ${complaint(control, errors)}
    </div>
  `;
}

/**
 * A slider whose number is shown beside its name while it moves; the change is made when it is let go.
 *
 * @param {object} field
 * @param {string} field.control
 * @param {string} field.label
 * @param {number} field.value
 * @param {number} field.min @param {number} field.max @param {number} field.step
 * @param {(value: number) => string} field.format
 * @param {Errors} field.errors
 * @param {(value: number) => void} field.onChange
 * @param {string} [field.note]
 */
export function rangeField({ control, label, value, min, max, step, format, errors, onChange, note }) {
  const id = idOf(control);
  const show = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const output = input.parentElement?.querySelector('output');
    if (output) output.textContent = format(Number(input.value));
  };
  return html`
    <div class="field range">
      <label for=${id}>${label}</label>
      <output for=${id}>${format(value)}</output>
      <input
        id=${id}
        data-control=${control}
        type="range"
        min=${min}
        max=${max}
        step=${step}
        .value=${settled(String(value))}
        aria-valuetext=${format(value)}
        aria-describedby=${describedBy(control, errors, note)}
        @input=${show}
        @change=${(/** @type {Event} */ e) => onChange(Number(/** @type {HTMLInputElement} */ (e.target).value))}
      />
      ${complaint(control, errors)}
    </div>
  `;
}

/**
 * One of a few, all in sight.
 *
 * @param {object} field
 * @param {string} field.control   of each choice: `${control}-${value}`
 * @param {string} field.label
 * @param {string} field.value
 * @param {readonly { value: string, label: string }[]} field.options
 * @param {(value: string) => void} field.onChange
 * @param {boolean} [field.hideLabel]
 */
export function choiceField({ control, label, value, options, onChange, hideLabel }) {
  return html`
    <fieldset class="field choice">
      <legend class=${hideLabel ? 'visually-hidden' : ''}>${label}</legend>
      <div class="segments">
        ${options.map(
          (option) =>
            html`<label>
              <input
                type="radio"
                class="visually-hidden"
                name=${idOf(control)}
                data-control="${control}-${option.value}"
                value=${option.value}
                .checked=${live(option.value === value)}
                @change=${() => onChange(option.value)}
              />
              <span>${option.label}</span>
            </label>`,
        )}
      </div>
    </fieldset>
  `;
}

/**
 * @param {{ control: string, label: string, checked: boolean, onChange: (checked: boolean) => void }} field
 */
export function checkField({ control, label, checked, onChange }) {
  return html`<label class="check">
    <input
      type="checkbox"
      data-control=${control}
      .checked=${live(checked)}
      @change=${(/** @type {Event} */ e) => onChange(/** @type {HTMLInputElement} */ (e.target).checked)}
    />
    <span>${label}</span>
  </label>`;
}

/**
 * What a group of controls does to the weights, said before they are touched.
 *
 * @param {'keeps' | 'renews'} effect @param {string} id @param {string} text
 */
export const effectNote = (effect, id, text) =>
  html`<p class="effect" id=${id}>${icon(effect === 'keeps' ? 'keep' : 'renew')}<span>${text}</span></p>`;

/** 1, 2, 5, 10 …: how rates and penalties are stepped through. */
export function stepLogarithmic(/** @type {number} */ value, /** @type {boolean} */ up) {
  if (value === 0) return up ? 1e-4 : 0;
  // From the decimal text: what reaches the engine must not pass through Math.log10, which differs between browsers.
  const exponent = Number(value.toExponential().split('e')[1]);
  const ladder = [exponent - 1, exponent, exponent + 1].flatMap((e) =>
    [1, 2, 5].map((m) => Number(`${m}e${e}`)),
  );
  const near = value * 1e-6;
  return up
    ? /** @type {number} */ (ladder.find((v) => v > value + near))
    : /** @type {number} */ (ladder.findLast((v) => v < value - near));
}
