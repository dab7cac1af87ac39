/** Hands a picture or its numbers to the reader as a file, without a server. */
import { css, html } from 'lit';
import { t } from '../messages/index.js';
import { figureToSvg, FONT } from '../render/figure.js';

/**
 * @param {Blob} blob
 * @param {string} name
 */
function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/**
 * @param {'png' | 'svg' | 'csv'} kind
 * @param {string} name       of the file, without its ending
 * @param {{ figure: () => import('../render/figure.js').Figure, csv: () => string }} content
 */
export async function saveAs(kind, name, { figure, csv }) {
  const text = (/** @type {string} */ content, /** @type {string} */ type) => new Blob([content], { type });
  const blob =
    kind === 'csv'
      ? text(csv(), 'text/csv')
      : kind === 'svg'
        ? text(figureToSvg(figure()), 'image/svg+xml')
        : await figureToPng(figure());
  download(blob, `${name}.${kind}`);
}

export const exportStyles = css`
  .buttons {
    display: flex;
    gap: 8px;
    margin: 4px 0 12px;
  }
`;

/** @param {(kind: 'png' | 'svg' | 'csv') => void} save */
export const exportButtons = (save) => html`
  <div class="buttons">
    ${
      /** @type {const} */ (['png', 'svg', 'csv']).map(
        (kind) =>
          html`<button type="button" data-control="export-${kind}" @click=${() => save(kind)}>
            ${t(`export.${kind}`)}
          </button>`,
      )
    }
  </div>
`;

/**
 * Draws a figure on a canvas, at twice its size so that text is sharp.
 *
 * @param {import('../render/figure.js').Figure} figure
 * @param {number} [scale]
 * @returns {Promise<Blob>}  image/png
 */
function figureToPng(figure, scale = 2) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(figure.width * scale);
  canvas.height = Math.ceil(figure.height * scale);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.scale(scale, scale);
  context.fillStyle = figure.paper;
  context.fillRect(0, 0, figure.width, figure.height);
  context.imageSmoothingEnabled = false;
  for (const picture of figure.pictures) drawPicture(context, picture, figure);
  for (const { d, fill, stroke, strokeWidth = 1, dash = [] } of figure.paths) {
    const path = new Path2D(d);
    context.setLineDash(dash);
    context.lineWidth = strokeWidth;
    context.fillStyle = fill ?? 'transparent';
    context.fill(path);
    context.strokeStyle = stroke ?? 'transparent';
    context.stroke(path);
  }
  context.fillStyle = figure.ink;
  for (const { x, y, text, size, anchor } of figure.texts) {
    context.font = `${size}px ${FONT}`;
    context.textAlign = anchor === 'middle' ? 'center' : anchor;
    context.fillText(text, x, y);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new TypeError('this canvas gives no PNG'))),
      'image/png',
    );
  });
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {import('../render/figure.js').Picture} picture
 * @param {{ ink: string, paper: string }} colors
 */
function drawPicture(context, { x, y, cell, width, height, pixels }, { ink, paper }) {
  const small = document.createElement('canvas');
  small.width = width;
  small.height = height;
  const data = new ImageData(/** @type {Uint8ClampedArray<ArrayBuffer>} */ (pixels), width, height);
  /** @type {CanvasRenderingContext2D} */ (small.getContext('2d')).putImageData(data, 0, 0);
  context.save();
  context.beginPath();
  context.rect(x, y, width * cell, height * cell);
  context.clip();
  context.fillStyle = paper;
  context.fill();
  context.strokeStyle = ink; // hatching, seen where a cell is transparent
  context.lineWidth = 1.5;
  context.beginPath();
  for (let d = -height * cell; d < width * cell; d += 6) {
    context.moveTo(x + d, y);
    context.lineTo(x + d + height * cell, y + height * cell);
  }
  context.stroke();
  context.drawImage(small, x, y, width * cell, height * cell);
  context.restore();
}
