/**
 * What the network answers over the plane of its two inputs, with the rows it learns from drawn on top.
 *
 * One canvas has exactly one pixel a cell of the map; a second one above it, as fine as the screen, has boundary and
 * points. Sign and class can be told without color: the boundary is a line, each class has a mark of its own shape,
 * training points are filled, test points are outlines.
 *
 * @element nw-decision-map
 * @attr {boolean} discrete      each place in the full color of its answer
 * @attr {boolean} show-test     draws the test rows too
 * @attr {number} cells          cells a side, 64 unless told
 * @prop {import('../api/index.js').Run | null} run
 * @prop {MapData | null} data
 * @csspart map, readout
 */
import { html } from 'lit';
import { formatNumber, formatPercent, t } from '../messages/index.js';
import { classColors, classMark } from '../render/classes.js';
import { divergingColormap } from '../render/colormap.js';
import {
  classShades,
  decisionLines,
  outputRange,
  paintClassMap,
  paintSignedMap,
} from '../render/decision-map.js';
import { extentOf } from '../render/scale.js';
import { exportMap } from './decision-export.js';
import { DecisionOverlay, markPicture } from './decision-overlay.js';
import { decisionStyles } from './decision-styles.js';
import { answersTable, describeAnswers } from './decision-text.js';
import { exportButtons, exportStyles } from './download.js';
import { NwElement } from './nw-element.js';
import { Throttle } from './throttle.js';

/**
 * @typedef {object} MapData
 * @property {Float32Array} inputs      [rows, 2], in the data's own units
 * @property {Float32Array} targets     class indices, or numbers
 * @property {ArrayLike<number>} trainRows
 * @property {ArrayLike<number>} testRows
 * @property {number} classes           0: regression
 * @property {readonly string[]} [classNames]
 * @property {readonly string[]} [featureNames]
 */

const SUMMARY_MS = 1000;

// The map is painted paler than its points, which have the full colors of their classes and must stand out.
const MAP_STRENGTH = 0.6;

export class NwDecisionMap extends NwElement {
  static properties = {
    run: { attribute: false },
    data: { attribute: false },
    discrete: { type: Boolean },
    showTest: { type: Boolean, attribute: 'show-test' },
    cells: { type: Number },
    twin: { state: true },
  };

  static styles = [NwElement.styles, exportStyles, decisionStyles];

  /** @type {(() => void) | null} */
  #unwatch = null;
  #frame = { data: new Float32Array(0), rows: 0, cols: 0, planes: 0, step: 0 };
  #paintAsked = false;
  #extent = extentOf([]);
  #overlay = new DecisionOverlay();
  /** @type {{ map: ReturnType<typeof divergingColormap>, shades: Uint32Array, colors: string[] } | null} */
  #colors = null;
  /** @type {{ x: number, y: number } | null} */
  #at = null;
  #summary = new Throttle(SUMMARY_MS, () => this.#tellSummary());
  #resize = new ResizeObserver(() => this.#askPaint());

  constructor() {
    super();
    /** @type {any} */
    this.run = null;
    /** @type {MapData | null} */
    this.data = null;
    this.discrete = false;
    this.showTest = false;
    this.cells = 64;
    this.twin = false;
  }

  /** The step whose answers are on the screen. */
  get step() {
    return this.#frame.step;
  }

  /** What the map spans, in the data's units. */
  get extent() {
    return this.#extent;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#summary.cancel();
    this.#resize.disconnect();
  }

  visibilityChanged() {
    this.#follow();
  }

  themeChanged() {
    this.#colors = null;
    this.#askPaint();
    this.requestUpdate();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('data')) {
      this.#extent = extentOf(this.data?.inputs ?? []);
      this.#colors = null;
      this.#at = null;
    }
    if (changed.has('run')) this.#frame = { ...this.#frame, rows: 0 };
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has('data')) {
      const box = this.renderRoot.querySelector('.map');
      if (box) this.#resize.observe(box);
    }
    if (['run', 'data', 'cells'].some((name) => changed.has(name))) this.#follow();
    this.#askPaint();
  }

  #follow() {
    this.#unwatch?.();
    this.#unwatch = null;
    if (!this.run || !this.data || !this.watching) return;
    const view = { kind: /** @type {const} */ ('decisionMap'), size: this.cells, ...this.#extent };
    this.#unwatch = this.run.watch(view, (/** @type {any} */ { data, rows, cols, planes, step }) => {
      const old = this.#frame.data;
      const kept = old.length === data.length ? old : new Float32Array(data.length);
      kept.set(data);
      this.#frame = { data: kept, rows, cols, planes, step };
      this.#askPaint();
    });
  }

  #askPaint() {
    if (this.#paintAsked) return;
    this.#paintAsked = true;
    queueMicrotask(() => {
      this.#paintAsked = false;
      if (this.isConnected && this.hasUpdated && this.data) this.#paint();
    });
  }

  #palette() {
    const { theme } = this;
    const count = Math.max(2, this.data?.classes ?? 2);
    const colors = classColors(count, theme.dark ? 'dark' : 'light', theme);
    this.#colors ??= {
      map: divergingColormap(theme),
      shades: classShades(colors, theme.zero, MAP_STRENGTH),
      colors,
    };
    return this.#colors;
  }

  /** Values drawn as fully negative and fully positive. */
  get #range() {
    return outputRange(this.run?.spec ?? null, /** @type {MapData} */ (this.data));
  }

  /** The colors of the map, a pixel a cell. */
  #cells() {
    const { map, shades } = this.#palette();
    const { data, rows, cols, planes } = this.#frame;
    const { discrete } = this;
    return planes === 1
      ? paintSignedMap(data, { rows, cols, ...this.#range, discrete, strength: MAP_STRENGTH }, map)
      : paintClassMap(data, { rows, cols, planes, discrete }, shades);
  }

  #lines() {
    const { data, rows, cols, planes } = this.#frame;
    return rows ? decisionLines(data, { rows, cols, planes, ...this.#range }) : [];
  }

  /** What is drawn on top of the cells, boundary aside. */
  #points() {
    const { map, colors } = this.#palette();
    const { showTest, theme } = this;
    const data = /** @type {MapData} */ (this.data);
    return { data, extent: this.#extent, showTest, colors, colormap: map, theme };
  }

  #paint() {
    const { rows, cols } = this.#frame;
    if (rows) {
      const canvas = /** @type {HTMLCanvasElement} */ (this.renderRoot.querySelector('canvas.cells'));
      const { pixels, width, height } = this.#cells();
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
    }
    this.#overlay.draw(/** @type {HTMLCanvasElement} */ (this.renderRoot.querySelector('canvas.overlay')), {
      ...this.#points(),
      lines: this.#lines(),
      cells: { rows: rows || 1, cols: cols || 1 },
      at: this.#at,
    });
    this.#tellReadout();
    this.#summary.ask();
  }

  /** @param {PointerEvent} event */
  #onPointer(event) {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    this.#point((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const step = 1 / 20;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.key === 'Escape') return this.#leave();
    if (!Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    const [dx, dy] = moves[/** @type {keyof typeof moves} */ (event.key)];
    this.#point((this.#at?.x ?? 0.5) + dx, (this.#at?.y ?? 0.5) + dy);
    const spoken = this.renderRoot.querySelector('.spoken');
    if (spoken) spoken.textContent = this.#answerText();
  }

  /** @param {number} x @param {number} y  in 0..1 from the top left */
  #point(x, y) {
    const within = (/** @type {number} */ v) => Math.min(0.9999, Math.max(0, v));
    this.#at = { x: within(x), y: within(y) };
    this.#askPaint();
  }

  #leave() {
    this.#at = null;
    this.#askPaint();
  }

  #tellReadout() {
    const readout = this.renderRoot.querySelector('.readout');
    if (readout) readout.textContent = this.#at ? this.#answerText() : '';
  }

  /** Where the reader points, and the network's answer there. */
  #answerText() {
    const { data, rows, cols, planes } = this.#frame;
    if (!this.#at || !rows) return '';
    const { x, y } = this.#at;
    const cell = Math.floor(y * rows) * cols + Math.floor(x * cols);
    const { xMin, xMax, yMin, yMax } = this.#extent;
    const place = { x: formatNumber(xMin + x * (xMax - xMin)), y: formatNumber(yMax - y * (yMax - yMin)) };
    if (planes === 1) return t('map.answer', { ...place, answer: formatNumber(data[cell]) });
    let best = 0;
    for (let p = 1; p < planes; p++)
      if (data[p * rows * cols + cell] > data[best * rows * cols + cell]) best = p;
    const share = formatPercent(data[best * rows * cols + cell]);
    return t('map.answer', { ...place, answer: `${this.#className(best)} ${share}` });
  }

  /** @param {number} index */
  #className(index) {
    return this.data?.classNames?.[index] ?? t('map.class', { number: index });
  }

  /** What the picture shows, in sentences. */
  get summary() {
    if (!this.data || !this.#frame.rows) return t('map.empty');
    const names = Array.from({ length: Math.max(2, this.data.classes) }, (_, i) => this.#className(i));
    return describeAnswers(this.#frame, { range: this.#range, names, classes: this.data.classes });
  }

  #tellSummary() {
    const summary = this.renderRoot.querySelector('#summary');
    if (summary) summary.textContent = this.summary;
    if (this.twin) this.requestUpdate();
  }

  #names() {
    return [0, 1].map((i) => this.data?.featureNames?.[i] ?? (i ? 'x₂' : 'x₁'));
  }

  render() {
    if (!this.data) return html`<p class="empty">${t('map.empty')}</p>`;
    const [xName, yName] = this.#names();
    const { xMin, xMax, yMin, yMax } = this.#extent;
    return html`
      <div class="frame">
        <div class="y" aria-hidden="true">
          <span>${formatNumber(yMax)}</span><span>${yName}</span><span>${formatNumber(yMin)}</span>
        </div>
        <div
          class="map"
          role="application"
          tabindex="0"
          aria-roledescription=${t('map.role')}
          aria-label=${t('map.label', { x: xName, y: yName })}
          aria-describedby="summary"
          @pointermove=${this.#onPointer}
          @pointerdown=${this.#onPointer}
          @pointerleave=${this.#leave}
          @keydown=${this.#onKey}
          @blur=${this.#leave}
        >
          <canvas class="cells" part="map" width="1" height="1"></canvas>
          <canvas class="overlay"></canvas>
        </div>
        <div class="x" aria-hidden="true">
          <span>${formatNumber(xMin)}</span><span>${xName}</span><span>${formatNumber(xMax)}</span>
        </div>
      </div>
      <p class="visually-hidden" id="summary"></p>
      <p class="visually-hidden spoken" aria-live="polite"></p>
      ${this.#key()}
      <p class="readout" part="readout"></p>
      <details
        @toggle=${(/** @type {Event} */ e) => (this.twin = /** @type {HTMLDetailsElement} */ (e.target).open)}
      >
        <summary>${t('twin.more')}</summary>
        ${exportButtons((kind) => this.#export(kind))}
        ${this.twin ? answersTable(this.#frame, this.#extent, { xName, yName, name: (i) => this.#className(i) }) : null}
      </details>
    `;
  }

  /** @param {'png' | 'svg' | 'csv'} kind */
  #export(kind) {
    if (!this.#frame.rows) return;
    const [xName, yName] = this.#names();
    const key = this.#marks();
    const { planes } = this.#frame;
    const names = planes === 1 ? [t('map.output')] : key.map(({ name }) => name);
    const picture = { cells: this.#cells(), lines: this.#lines(), points: this.#points(), key };
    void exportMap(kind, { ...picture, frame: this.#frame, names, xName, yName }, this.theme);
  }

  /** Which mark is which class. */
  #marks() {
    const { classes } = /** @type {MapData} */ (this.data);
    const { colors } = this.#palette();
    return Array.from({ length: classes || 2 }, (_, i) => ({
      mark: classMark(i),
      color: colors[i],
      name: classes ? this.#className(i) : t(i ? 'map.positive' : 'map.negative'),
    }));
  }

  #key() {
    return html`
      <ul class="key">
        ${this.#marks().map(({ mark, color, name }) => html`<li>${markPicture(mark, color)}${name}</li>`)}
        ${this.showTest ? html`<li class="split">${t('map.splitKey')}</li>` : null}
      </ul>
    `;
  }
}
