/** Hands a file to the reader, without a server. */

/**
 * @param {Blob} blob
 * @param {string} name
 */
export function download(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser reads the blob after the click has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/**
 * Draws a figure of render/heatmap-figure.js on a canvas, at twice its size so that text is sharp.
 *
 * @param {import('../render/heatmap-figure.js').Figure} figure
 * @param {number} [scale]
 * @returns {Promise<Blob>}  image/png
 */
export function figureToPng(figure, scale = 2) {
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(figure.width * scale);
  canvas.height = Math.ceil(figure.height * scale);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.scale(scale, scale);
  context.fillStyle = figure.paper;
  context.fillRect(0, 0, figure.width, figure.height);
  context.imageSmoothingEnabled = false;
  for (const picture of figure.pictures) drawPicture(context, picture, figure);
  context.fillStyle = figure.ink;
  for (const { x, y, text, size, anchor } of figure.texts) {
    context.font = `${size}px system-ui, sans-serif`;
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
 * @param {import('../render/heatmap-figure.js').Picture} picture
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
