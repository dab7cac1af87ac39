/**
 * Loss of training and test rows over the steps of a run. Training is a solid line, test a dashed one: the two are told
 * apart without color, because color belongs to the weights.
 *
 * @element nw-loss-curve
 * @attr {'loss'|'accuracy'} measure
 * @attr {boolean} log           logarithmic axis
 * @attr {number} height         px of the chart, 180 unless told
 * @prop {import('../api/index.js').Run | null} run   the element listens to its points
 * @prop {readonly import('../render/loss-columns.js').HistoryPoint[] | null} points   plain points instead of a run
 * @csspart chart, readout
 */
import uPlot from 'uplot';
import { html } from 'lit';
import { formatCount, formatNumber, formatPercent, formatShort, t } from '../messages/index.js';
import { lossColumns, spread } from '../render/loss-columns.js';
import { lossFigure } from '../render/loss-figure.js';
import { columnsCsv } from '../render/matrix-csv.js';
import { chartOptions } from './chart-options.js';
import { chartStyles } from './chart-styles.js';
import { exportButtons, exportStyles, saveAs } from './download.js';
import { NwElement } from './nw-element.js';
import { Throttle } from './throttle.js';

// A curve of up to 2000 points takes about a millisecond to draw; fifteen times a second is smooth enough for a
// curve and leaves the frame to the weights.
const DRAW_MS = 66;
const TABLE_ROWS = 20;

export class NwLossCurve extends NwElement {
  static properties = {
    run: { attribute: false },
    points: { attribute: false },
    measure: { type: String },
    log: { type: Boolean },
    height: { type: Number },
    twin: { state: true },
  };

  static styles = [NwElement.styles, exportStyles, chartStyles];

  /** @type {uPlot | null} */
  #chart = null;
  /** @type {(() => void) | null} */
  #unfollow = null;
  #draw = new Throttle(DRAW_MS, () => this.#drawNow());
  #resize = new ResizeObserver(() => this.#fit());

  constructor() {
    super();
    /** @type {any} */
    this.run = null;
    /** @type {readonly any[] | null} */
    this.points = null;
    /** @type {'loss' | 'accuracy'} */
    this.measure = 'loss';
    this.log = false;
    this.height = 180;
    this.twin = false;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#draw.cancel();
    this.#resize.disconnect();
    this.#drop();
  }

  visibilityChanged() {
    this.#follow();
  }

  themeChanged() {
    this.#drop();
    this.#draw.ask();
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has('run')) this.#follow();
    if (['log', 'measure', 'height'].some((name) => changed.has(name))) this.#drop();
    this.#draw.ask();
  }

  #follow() {
    this.#unfollow?.();
    this.#unfollow = null;
    if (!this.run || !this.watching) return;
    this.#unfollow = this.run.on('points', () => this.#draw.ask());
    this.#draw.ask();
  }

  #drop() {
    this.#chart?.destroy();
    this.#chart = null;
  }

  /** @returns {readonly any[]} */
  get #history() {
    return this.points ?? this.run?.points ?? [];
  }

  #drawNow() {
    if (!this.isConnected || !this.hasUpdated) return;
    const history = this.#history;
    this.#showEmpty(history.length < 2); // one point is no line
    const columns = lossColumns(history, this.measure, { log: this.log });
    const box = /** @type {HTMLElement} */ (this.renderRoot.querySelector('.chart'));
    if (!this.#chart) {
      const width = Math.floor(box.clientWidth);
      if (width < 40) return; // hidden behind a tab: drawn when it comes to light
      const { height, log, measure, theme } = this;
      const options = chartOptions({
        width,
        height,
        log,
        measure,
        theme,
        onCursor: (index) => this.#readout(index),
      });
      this.#chart = new uPlot(options, /** @type {any} */ (columns), box);
      this.#resize.observe(box);
    } else this.#chart.setData(/** @type {any} */ (columns));
    this.#readout(this.#chart.cursor.idx ?? null);
    if (this.twin) this.requestUpdate();
  }

  /** @param {boolean} empty */
  #showEmpty(empty) {
    const note = /** @type {HTMLElement} */ (this.renderRoot.querySelector('.empty'));
    note.hidden = !empty;
    this.renderRoot.querySelector('.chart')?.classList.toggle('blank', empty);
  }

  #fit() {
    const box = /** @type {HTMLElement} */ (this.renderRoot.querySelector('.chart'));
    const width = Math.floor(box.clientWidth);
    if (this.#chart && width >= 40 && width !== this.#chart.width)
      this.#chart.setSize({ width, height: this.height });
  }

  /** @param {number} value */
  #format(value) {
    return this.measure === 'accuracy' ? formatPercent(value) : formatNumber(value);
  }

  /** @param {number | null} index  of the point under the cursor */
  #readout(index) {
    const point = index === null ? null : this.#history[index];
    const readout = this.renderRoot.querySelector('.readout');
    if (readout) readout.textContent = point ? this.#pointText(point) : '';
  }

  /** @param {any} point */
  #pointText({ step, train, test }) {
    const value = (/** @type {any} */ split) => (split ? this.#format(split[this.measure]) : '–');
    return t('curve.point', { step: formatCount(step), train: value(train), test: value(test) });
  }

  /** What the picture shows, in sentences. */
  get summary() {
    const history = this.#history;
    if (!history.length) return t('curve.empty');
    const [first, last] = [history[0], history[history.length - 1]];
    return t('curve.summary', { first: this.#pointText(first), last: this.#pointText(last) });
  }

  render() {
    const name = t(`curve.${this.measure}`);
    return html`
      <div
        class="chart"
        part="chart"
        role="img"
        tabindex="0"
        aria-label=${t('curve.label', { name })}
        aria-describedby="summary"
        @focus=${() => this.requestUpdate()}
      ></div>
      <p class="empty">${t('curve.empty')}</p>
      <p class="visually-hidden" id="summary">${this.summary}</p>
      <div class="key">
        <span class="train"><i></i>${t('curve.train')}</span>
        <span class="test"><i></i>${t('curve.test')}</span>
        <span class="readout" part="readout"></span>
      </div>
      <details
        @toggle=${(/** @type {Event} */ e) => (this.twin = /** @type {HTMLDetailsElement} */ (e.target).open)}
      >
        <summary>${t('twin.more')}</summary>
        ${exportButtons((kind) => this.#export(kind))} ${this.twin ? this.#table(name) : null}
      </details>
    `;
  }

  /** @param {'png' | 'svg' | 'csv'} kind */
  #export(kind) {
    const { log, measure, theme } = this;
    const columns = lossColumns(this.#history, measure, { log });
    const [train, test, step] = [t('curve.train'), t('curve.test'), t('curve.step')];
    const words = {
      title: t(`curve.${measure}`),
      step,
      train,
      test,
      log,
      format: (/** @type {number} */ value) =>
        measure === 'accuracy' ? formatPercent(value, 0) : formatShort(value),
      formatStep: formatCount,
    };
    void saveAs(kind, measure, {
      figure: () => lossFigure(columns, words, { ...theme, paper: theme.raised }),
      csv: () =>
        columnsCsv(
          ['step', `train ${measure}`, `test ${measure}`],
          columns[0].flatMap((_, i) => columns.map((column) => column[i])),
        ),
    });
  }

  /** @param {string} name */
  #table(name) {
    const value = (/** @type {any} */ split) => (split ? this.#format(split[this.measure]) : '–');
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${name}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t('curve.step')}</th>
              <th scope="col">${t('curve.train')}</th>
              <th scope="col">${t('curve.test')}</th>
            </tr>
          </thead>
          <tbody>
            ${spread(this.#history, TABLE_ROWS).map(
              ({ step, train, test }) =>
                html`<tr>
                  <th scope="row">${formatCount(step)}</th>
                  <td>${value(train)}</td>
                  <td>${value(test)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    `;
  }
}
