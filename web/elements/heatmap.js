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
import { exportButtons, exportStyles } from './download.js';
import { HeatmapSource, readExact } from './heatmap-source.js';
import { heatmapStyles } from './heatmap-styles.js';
import { cellName, describeHeatmap } from './heatmap-text.js';
import { exportHeatmap, heatmapTable } from './heatmap-twin.js';
import { MatrixPointer } from './matrix-pointer.js';
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

  static styles = [NwElement.styles, exportStyles, heatmapStyles];

  #source = new HeatmapSource(() => this.#askPaint());
  #readout = new Throttle(READOUT_MS, () =>
    this.#tell('.readout', this.#pointer.cell ? this.#cellText(this.#pointer.cell) : this.#rangeText()),
  );
  #resize = new ResizeObserver(() => this.#resized());
  /** @type {(() => void) | null} */
  #leaveScale = null;
  /** @type {ReturnType<typeof divergingColormap> | null} */
  #colormap = null;
  /** @type {number | null} */
  #limit = null;
  #paintAsked = false;
  /** @type {{ inputs: number, units: number } | null} */
  #shape = null;
  /** Rows and columns of the kernel asked for: as many as there are pixels for. */
  #cells = { maxRows: 0, maxCols: 0 };
  #pointer = new MatrixPointer(
    () => this.renderRoot,
    (cell, byKey) => this.#pointed(cell, byKey),
  );

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
    this.#source.clear();
    this.twin = null;
    this.#shape = this.#shapeNow();
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (['run', 'layer', 'weights', 'scale', 'maxHeight', 'inputNames'].some((name) => changed.has(name))) {
      this.#pointer.start(this.#shape);
      this.#leaveScale?.();
      const shared = this.run && this.scale === 'run';
      this.#leaveScale = shared ? scaleOfRun(this.run).onChange(() => this.#askPaint()) : null;
      this.#layout();
      this.#follow();
    }
    this.#askPaint();
  }

  #shapeNow() {
    const shape =
      this.weights?.shape ??
      this.run?.parameters.find((/** @type {any} */ p) => p.name === `${this.layer}/kernel`)?.shape;
    return shape ? { inputs: shape[0], units: shape[1] } : null;
  }

  /** Watches while it can be seen, and only then. */
  #follow() {
    this.#source.stop();
    if (this.weights) return this.#source.take(this.weights);
    if (!this.run || !this.#shape || !this.watching) return;
    this.#cells = this.#pixels();
    this.#source.watch(this.run, this.layer, this.#cells);
  }

  #pixels() {
    const ratio = Math.min(2, devicePixelRatio);
    const count = (/** @type {number} */ px) => Math.max(1, Math.floor(px * ratio));
    return { maxRows: count(this.#room()), maxCols: count(this.maxHeight) };
  }

  /** Another width may show more or fewer cells of a matrix that does not fit whole. */
  #resized() {
    this.#layout();
    const { maxRows, maxCols } = this.#pixels();
    const same = maxRows === this.#cells.maxRows && maxCols === this.#cells.maxCols;
    if (same || !this.#shape) return;
    const fits = (/** @type {number} */ rows, /** @type {number} */ cols) =>
      Number(this.#shape?.inputs) <= rows && Number(this.#shape?.units) <= cols;
    if (!fits(maxRows, maxCols) || !fits(this.#cells.maxRows, this.#cells.maxCols)) this.#follow();
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
    plot.classList.toggle('rows-ends', fit.cellHeight < ROW_NAMES_FROM || units > NAMED_CELLS);
    plot.classList.toggle('cols-ends', fit.cellWidth < COLUMN_NAMES_FROM || inputs > NAMED_CELLS);
    plot.classList.toggle(
      'cols-upright',
      this.#names().every((name) => name.length * 8 <= fit.cellWidth),
    );
    this.#pointer.place();
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
      if (this.isConnected && this.hasUpdated && this.#shape && this.#source.kernel.data.length)
        this.#paint();
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
    const legend = /** @type {import('./legend.js').NwLegend | null} */ (
      this.renderRoot.querySelector('nw-legend')
    );
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

  /** @param {import('./matrix-cursor.js').Cell | null} cell @param {boolean} byKey */
  #pointed(cell, byKey) {
    this.#readout.now();
    if (cell && byKey) this.#tell('.spoken', this.#cellText(cell));
    this.dispatchEvent(new CustomEvent('cell-selected', { detail: cell, bubbles: true, composed: true }));
  }

  /** What the picture shows, in sentences. */
  get summary() {
    if (!this.#shape) return '';
    const { heading, inputNames } = this;
    const { kernel, bias, step } = this.#source;
    return describeHeatmap({ heading, inputNames, ...this.#shape, kernel, bias: bias.data, step });
  }

  /** @returns {Promise<import('./heatmap-source.js').ExactWeights>} */
  async #exactWeights() {
    const shape = /** @type {{ inputs: number, units: number }} */ (this.#shape);
    if (!this.weights) return readExact(this.run, this.layer, shape);
    return { kernel: this.weights.kernel, bias: this.weights.bias ?? [], ...shape, step: null };
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
    await exportHeatmap(kind, {
      weights,
      heading,
      inputNames: this.inputNames,
      name: layer || 'weights',
      limit,
      theme,
    });
  }

  render() {
    if (!this.#shape) return html`<p class="empty">${t('heatmap.empty')}</p>`;
    const { inputs, units } = this.#shape;
    const names = this.#names();
    // Where not every row or column can be named, the first and the last are.
    const rows = units <= NAMED_CELLS ? Array.from({ length: units }, (_, i) => i + 1) : [1, units];
    const columns = inputs <= NAMED_CELLS ? names : [names[0], names[inputs - 1]];
    return html`
      <div
        class="plot"
        tabindex="0"
        role="application"
        aria-roledescription=${t('heatmap.role')}
        aria-label=${t('heatmap.label', { heading: this.heading, units, inputs })}
        aria-describedby="summary"
        @pointermove=${(/** @type {PointerEvent} */ e) => this.#pointer.move(e)}
        @pointerdown=${(/** @type {PointerEvent} */ e) => this.#pointer.move(e)}
        @pointerleave=${(/** @type {PointerEvent} */ e) => this.#pointer.leave(e)}
        @keydown=${(/** @type {KeyboardEvent} */ e) => this.#pointer.press(e)}
        @focus=${() => this.#tell('.summary', this.summary)}
      >
        <div class="cols" aria-hidden="true">
          ${columns.map((name) => html`<span title=${name}>${name}</span>`)}
        </div>
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
        <summary>${t('twin.more')}</summary>
        ${exportButtons((kind) => this.#export(kind))}
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
