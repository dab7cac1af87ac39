/**
 * Shows one layer's weights as a heatmap, its biases as a column beside, and follows a run.
 *
 * Each row is a unit, each column an input. The canvases have exactly one pixel a cell; the page enlarges them.
 *
 * @element nw-heatmap
 * @attr {string} layer               name of the layer, e.g. `dense_1`
 * @attr {'layer'|'run'} scale        colors by this layer's largest weight, or by that of all layers shown of the run
 * @attr {number} max-height          px of the picture, 320 unless told
 * @prop {import('../api/index.js').Run | null} run    the element watches and stops watching by itself
 * @prop {{ kernel: ArrayLike<number>, bias?: ArrayLike<number>, shape: number[] } | null} weights  plain numbers
 *   instead of a run; shape [inputs, units]
 * @prop {string[]} inputNames        one a column
 * @prop {string} heading             what the layer is called in texts
 * @fires cell-selected               detail: { row, col } or null
 * @csspart kernel, bias, readout
 */
import { html } from 'lit';
import { formatNumber, t } from '../messages/index.js';
import { divergingColormap } from '../render/colormap.js';
import { describeMatrix, paintHeatmap } from '../render/heatmap.js';
import { fitCells, followLimit } from '../render/scale.js';
import { HeatmapSource } from './heatmap-source.js';
import { heatmapStyles } from './heatmap-styles.js';
import { cellName, describeHeatmap } from './heatmap-text.js';
import { exportHeatmap, heatmapTable } from './heatmap-twin.js';
import { cellAt, moveCell } from './matrix-cursor.js';
import { NwElement } from './nw-element.js';
import { scaleOfRun } from './run-scale.js';
import { Throttle } from './throttle.js';

const READOUT_MS = 120; // numbers that change faster cannot be read, and each change costs layout
const ROW_NAMES_FROM = 12; // px of a row that has room for its number
const COLUMN_NAMES_FROM = 13; // px of a column that has room for an upended name
const NAMED_CELLS = 80; // rows or columns; more names than this are a texture, not a help
const GUTTER = 44; // px for row numbers and the gap before the bias
const LARGEST_CELL = 36;

export class NwHeatmap extends NwElement {
  static properties = {
    run: { attribute: false },
    layer: { type: String },
    weights: { attribute: false },
    scale: { type: String },
    heading: { type: String },
    inputNames: { attribute: false },
    maxHeight: { type: Number, attribute: 'max-height' },
    twin: { state: true },
  };

  static styles = [...NwElement.styles, heatmapStyles];

  #source = new HeatmapSource(() => this.#askPaint());
  #readout = new Throttle(READOUT_MS, () => this.#tell('.readout', this.#cell ? this.#cellText(this.#cell) : this.#rangeText()));
  #resize = new ResizeObserver(() => this.#layout());
  /** @type {(() => void) | null} */
  #leaveScale = null;
  /** @type {ReturnType<typeof divergingColormap> | null} */
  #colormap = null;
  /** @type {number | null} */
  #limit = null;
  #paintAsked = false;
  /** @type {import('./matrix-cursor.js').Cell | null} */
  #cell = null;
  /** @type {{ inputs: number, units: number } | null} */
  #shape = null;

  constructor() {
    super();
    /** @type {any} */
    this.run = null;
    this.layer = '';
    /** @type {any} */
    this.weights = null;
    /** @type {'layer' | 'run'} */
    this.scale = 'layer';
    this.heading = '';
    /** @type {readonly string[]} */
    this.inputNames = [];
    this.maxHeight = 320;
    /** Exact numbers, while the table is open. @type {import('./heatmap-source.js').ExactWeights | null} */
    this.twin = null;
  }

  /** The step whose weights are on the screen. */
  get step() {
    return this.#source.step;
  }

  /** The value of the outermost colors. */
  get limit() {
    return this.#limit ?? 1;
  }

  /** Whether each cell is one weight; false when a cell stands for a block of a large matrix. */
  get exact() {
    return this.#source.kernel.exact;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#resize.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#readout.cancel();
    this.#leaveScale?.();
    this.#leaveScale = null;
  }

  visibilityChanged() {
    this.#follow();
  }

  themeChanged() {
    this.#colormap = null;
    this.#askPaint();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (!['run', 'layer', 'weights'].some((name) => changed.has(name))) return;
    this.#limit = null;
    this.#cell = null;
    this.twin = null;
    this.#shape = this.#shapeNow();
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (['run', 'layer', 'weights', 'scale', 'maxHeight', 'inputNames'].some((name) => changed.has(name))) {
      this.#leaveScale?.();
      const shared = this.run && this.scale === 'run';
      this.#leaveScale = shared ? scaleOfRun(this.run).onChange(() => this.#askPaint()) : null;
      this.#layout();
      this.#follow();
    }
    this.#askPaint();
  }

  #shapeNow() {
    const shape = this.weights?.shape ?? this.run?.parameters.find((/** @type {any} */ p) => p.name === `${this.layer}/kernel`)?.shape;
    return shape ? { inputs: shape[0], units: shape[1] } : null;
  }

  /** Watches while it can be seen, and only then. */
  #follow() {
    this.#source.stop();
    if (this.weights) return this.#source.take(this.weights);
    if (!this.run || !this.#shape || !this.watching) return;
    const pixels = Math.min(2, devicePixelRatio);
    const maxRows = Math.max(1, Math.floor(this.#room() * pixels));
    this.#source.watch(this.run, this.layer, { maxRows, maxCols: Math.max(1, Math.floor(this.maxHeight * pixels)) });
  }

  /** Px for the cells of a row, the bias among them. */
  #room() {
    return Math.max(80, (this.renderRoot?.querySelector('.plot')?.clientWidth || 240) - GUTTER);
  }

  /** Sizes go through the style object, never through an attribute: a strict CSP forbids those. */
  #layout() {
    const plot = /** @type {HTMLElement | null} */ (this.renderRoot?.querySelector('.plot'));
    if (!plot || !this.#shape) return;
    const { inputs, units } = this.#shape;
    const biasWidth = Math.min(LARGEST_CELL, Math.max(12, this.#room() / (inputs + 1)));
    const size = { rows: units, cols: inputs, maxWidth: this.#room() - biasWidth, maxHeight: this.maxHeight };
    const fit = fitCells({ ...size, maxCell: LARGEST_CELL });
    const px = {
      '--cell-w': fit.cellWidth,
      '--cell-h': fit.cellHeight,
      '--kernel-w': fit.width,
      '--kernel-h': fit.height,
      '--bias-w': Math.max(12, fit.cellWidth),
    };
    for (const [name, value] of Object.entries(px)) plot.style.setProperty(name, `${value}px`);
    plot.classList.toggle('rows-named', fit.cellHeight >= ROW_NAMES_FROM && units <= NAMED_CELLS);
    plot.classList.toggle('cols-named', fit.cellWidth >= COLUMN_NAMES_FROM && inputs <= NAMED_CELLS);
    plot.classList.toggle('cols-upright', this.#names().every((name) => name.length * 8 <= fit.cellWidth));
    this.#placeCursor();
  }

  #names() {
    return Array.from({ length: this.#shape?.inputs ?? 0 }, (_, i) => this.inputNames[i] ?? String(i + 1));
  }

  /** Many callbacks in one frame, one painting: microtasks still run before the frame is shown. */
  #askPaint() {
    if (this.#paintAsked) return;
    this.#paintAsked = true;
    queueMicrotask(() => {
      this.#paintAsked = false;
      if (this.isConnected && this.hasUpdated && this.#shape && this.#source.kernel.data.length) this.#paint();
    });
  }

  #paint() {
    this.#colormap ??= divergingColormap(this.theme);
    this.#limit = this.#nextLimit();
    const { data, rows, cols } = this.#source.kernel;
    const bias = this.#source.bias.data;
    const limit = this.#limit;
    draw(this.#canvas('kernel'), paintHeatmap(data, { rows, cols, limit, transpose: true }, this.#colormap));
    draw(this.#canvas('bias'), paintHeatmap(bias, { rows: bias.length, cols: 1, limit }, this.#colormap));
    const legend = /** @type {import('./legend.js').NwLegend | null} */ (this.renderRoot.querySelector('nw-legend'));
    if (legend) legend.limit = limit; // repaints only when it is another number
    this.#readout.ask();
  }

  #nextLimit() {
    if (this.scale !== 'run' || !this.run) return followLimit(this.#limit, this.#source.maxAbs);
    const shared = scaleOfRun(this.run);
    shared.report(this.layer, this.#source.maxAbs);
    return shared.limit;
  }

  /** @param {'kernel' | 'bias'} name */
  #canvas(name) {
    return /** @type {HTMLCanvasElement} */ (this.renderRoot.querySelector(`canvas.${name}`));
  }

  /** @param {string} selector @param {string} text */
  #tell(selector, text) {
    const element = this.renderRoot.querySelector(selector);
    if (element && element.textContent !== text) element.textContent = text;
  }

  #rangeText() {
    const [kernel, bias] = [describeMatrix(this.#source.kernel.data), describeMatrix(this.#source.bias.data)];
    if (kernel.finite + bias.finite < kernel.count + bias.count) return t('heatmap.notFinite');
    const min = Math.min(kernel.min, bias.count ? bias.min : Infinity);
    const max = Math.max(kernel.max, bias.count ? bias.max : -Infinity);
    return t('heatmap.range', { min: formatNumber(min), max: formatNumber(max) });
  }

  /** @param {import('./matrix-cursor.js').Cell} cell */
  #cellText(cell) {
    const shape = /** @type {{ inputs: number, units: number }} */ (this.#shape);
    const value = formatNumber(this.#source.valueAt(cell, shape));
    const name = cellName(cell, { inputs: shape.inputs, inputNames: this.inputNames });
    return t(this.exact ? 'heatmap.cell' : 'heatmap.block', { name, value });
  }

  #placeCursor() {
    const cursor = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.cursor'));
    if (!cursor || !this.#shape) return;
    cursor.hidden = !this.#cell;
    if (!this.#cell) return;
    const { inputs, units } = this.#shape;
    const onBias = this.#cell.col >= inputs;
    const canvas = this.#canvas(onBias ? 'bias' : 'kernel');
    const width = canvas.offsetWidth / (onBias ? 1 : inputs);
    const height = canvas.offsetHeight / units;
    cursor.style.left = `${canvas.offsetLeft + (onBias ? 0 : this.#cell.col * width)}px`;
    cursor.style.top = `${canvas.offsetTop + this.#cell.row * height}px`;
    cursor.style.width = `${width}px`;
    cursor.style.height = `${height}px`;
  }

  /** @param {import('./matrix-cursor.js').Cell | null} cell */
  #point(cell) {
    if (cell?.row === this.#cell?.row && cell?.col === this.#cell?.col) return;
    this.#cell = cell;
    this.#placeCursor();
    this.#readout.now();
    this.dispatchEvent(new CustomEvent('cell-selected', { detail: cell, bubbles: true, composed: true }));
  }

  /** @param {PointerEvent} event */
  #onPointer(event) {
    if (!this.#shape) return;
    const { inputs, units } = this.#shape;
    for (const name of /** @type {const} */ (['kernel', 'bias'])) {
      const box = this.#canvas(name).getBoundingClientRect();
      const size = { rows: units, cols: name === 'bias' ? 1 : inputs };
      const cell = cellAt(event.clientX - box.left, event.clientY - box.top, box, size);
      if (cell) return this.#point(name === 'bias' ? { row: cell.row, col: inputs } : cell);
    }
    if (event.pointerType === 'mouse') this.#point(null);
  }

  /** @param {PointerEvent} event */
  #onLeave(event) {
    if (event.pointerType === 'mouse') this.#point(null); // a finger leaves its value on the screen
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (!this.#shape || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = moveCell(this.#cell, event.key, { rows: this.#shape.units, cols: this.#shape.inputs + 1 });
    if (next === undefined) return;
    event.preventDefault();
    this.#point(next);
    if (next) this.#tell('.spoken', this.#cellText(next));
  }

  /** What the picture shows, in sentences. */
  get summary() {
    if (!this.#shape) return '';
    const { heading, inputNames } = this;
    const { kernel, bias, step } = this.#source;
    return describeHeatmap({ heading, inputNames, ...this.#shape, kernel, bias: bias.data, step });
  }

  /** Exact numbers, also where the picture shows blocks. @returns {Promise<import('./heatmap-source.js').ExactWeights>} */
  async #exactWeights() {
    const shape = /** @type {{ inputs: number, units: number }} */ (this.#shape);
    if (this.weights) return { kernel: this.weights.kernel, bias: this.weights.bias ?? [], ...shape, step: null };
    const names = [`${this.layer}/kernel`, `${this.layer}/bias`];
    const [kernel, bias] = await Promise.all(names.map((name) => this.run.getWeights(name)));
    return { kernel: kernel.data, bias: bias.data, ...shape, step: kernel.step };
  }

  /** @param {Event} event */
  async #onTwin(event) {
    const { open } = /** @type {HTMLDetailsElement} */ (event.target);
    // Without an engine the table stays empty rather than old; the page says that the engine is lost.
    this.twin = open ? await this.#exactWeights().catch(() => null) : null;
  }

  /** @param {'png' | 'svg' | 'csv'} kind */
  async #export(kind) {
    const weights = await this.#exactWeights().catch(() => null);
    if (!weights) return;
    const { heading, layer, limit, theme } = this;
    await exportHeatmap(kind, { weights, heading, inputNames: this.inputNames, name: layer || 'weights', limit, theme });
  }

  render() {
    if (!this.#shape) return html`<p class="empty">${t('heatmap.empty')}</p>`;
    const { inputs, units } = this.#shape;
    const names = this.#names();
    const rows = Array.from({ length: units <= NAMED_CELLS ? units : 0 }, (_, i) => i + 1);
    const columns = inputs <= NAMED_CELLS ? names : [];
    return html`
      <div
        class="plot"
        tabindex="0"
        role="application"
        aria-roledescription=${t('heatmap.role')}
        aria-label=${t('heatmap.label', { heading: this.heading, units, inputs })}
        aria-describedby="summary"
        @pointermove=${this.#onPointer}
        @pointerdown=${this.#onPointer}
        @pointerleave=${this.#onLeave}
        @keydown=${this.#onKey}
        @focus=${() => this.#tell('.summary', this.summary)}
      >
        <div class="cols" aria-hidden="true">${columns.map((name) => html`<span title=${name}>${name}</span>`)}</div>
        <div class="bias-name" aria-hidden="true">${t('heatmap.biasShort')}</div>
        <div class="rows" aria-hidden="true">${rows.map((number) => html`<span>${number}</span>`)}</div>
        <canvas class="kernel" part="kernel" width="1" height="1"></canvas>
        <canvas class="bias" part="bias" width="1" height="1"></canvas>
        <div class="cursor" hidden></div>
      </div>
      <p class="visually-hidden summary" id="summary"></p>
      <p class="visually-hidden spoken" aria-live="polite"></p>
      <p class="readout" part="readout"></p>
      <nw-legend .caption=${t(this.scale === 'run' ? 'heatmap.scaleRun' : 'heatmap.scaleLayer')}></nw-legend>
      <details class="twin" @toggle=${this.#onTwin}>
        <summary>${t('heatmap.more')}</summary>
        <div class="buttons">
          ${/** @type {const} */ (['png', 'svg', 'csv']).map(
            (kind) =>
              html`<button type="button" data-control="export-${kind}" @click=${() => this.#export(kind)}>
                ${t(`heatmap.export.${kind}`)}
              </button>`,
          )}
        </div>
        ${this.twin ? heatmapTable({ ...this.twin, inputNames: names, heading: this.heading }) : null}
      </details>
    `;
  }
}

/**
 * @param {HTMLCanvasElement | null} canvas
 * @param {{ pixels: Uint8ClampedArray<ArrayBuffer>, width: number, height: number }} picture
 */
function draw(canvas, { pixels, width, height }) {
  if (!canvas || !width || !height) return;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
}
