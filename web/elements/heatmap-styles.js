import { css } from 'lit';

// The picture is a small grid: names above, numbers at the left, the kernel, a gap, the bias column.
export const heatmapStyles = css`
  .plot {
    position: relative;
    display: grid;
    grid-template:
      '.    cols   .   bias-name' auto
      'rows kernel .   bias' auto
      / auto auto 12px auto;
    justify-content: start;
    width: 100%;
    touch-action: manipulation;
    cursor: crosshair;
  }
  canvas.kernel {
    grid-area: kernel;
    width: var(--kernel-w);
    height: var(--kernel-h);
  }
  canvas.bias {
    grid-area: bias;
    width: var(--bias-w);
    height: var(--kernel-h);
  }
  .cols,
  .rows {
    display: none;
    font-size: 13px;
    line-height: 1;
    color: var(--_second);
    user-select: none;
  }
  .rows-named .rows {
    grid-area: rows;
    display: grid;
    grid-auto-rows: var(--cell-h);
    align-items: center;
    justify-items: end;
    padding-right: 8px;
    min-width: 24px;
  }
  .rows-named .rows span {
    font-size: min(13px, var(--cell-h));
  }
  .cols-named .cols {
    grid-area: cols;
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: var(--cell-w);
    align-items: end;
    justify-items: center;
    padding-bottom: 4px;
    max-width: var(--kernel-w);
  }
  .cols span {
    max-height: 84px;
    line-height: 1.25;
    writing-mode: vertical-rl; /* where sideways-lr is not known */
    writing-mode: sideways-lr;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .cols-upright .cols span {
    writing-mode: horizontal-tb;
  }
  .rows-ends .rows {
    grid-area: rows;
    display: flex;
    flex-direction: column;
    justify-content: space-between;
    align-items: end;
    padding-right: 8px;
    min-width: 24px;
  }
  .cols-ends .cols {
    grid-area: cols;
    display: flex;
    justify-content: space-between;
    gap: 12px;
    padding-bottom: 4px;
    max-width: var(--kernel-w);
  }
  :is(.rows-ends .rows, .cols-ends .cols) span:not(:first-child, :last-child) {
    display: none;
  }
  .cols-ends .cols span {
    writing-mode: horizontal-tb;
  }
  .bias-name {
    grid-area: bias-name;
    align-self: end;
    justify-self: center;
    width: 0; /* the word may be wider than its column */
    display: flex;
    justify-content: center;
    padding-bottom: 4px;
    font-size: 13px;
    line-height: 1;
    color: var(--_second);
  }
  .cursor {
    position: absolute;
    pointer-events: none;
    outline: 2px solid var(--_focus);
    box-shadow: 0 0 0 3px var(--_raised);
  }
  .cursor[hidden] {
    display: none;
  }
  .readout {
    min-height: 20px;
    margin: 8px 0;
    font-size: 13px;
    line-height: 20px;
    color: var(--_second);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .twin {
    margin-top: 8px;
  }
  caption {
    padding: 8px 12px;
    text-align: left;
    color: var(--_second);
  }
  .note,
  .empty {
    margin: 8px 0 0;
    font-size: 13px;
    color: var(--_second);
  }
`;
