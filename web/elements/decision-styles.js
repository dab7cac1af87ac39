import { css } from 'lit';

export const decisionStyles = css`
  .frame {
    display: grid;
    grid-template: 'y map' auto '. x' auto / auto minmax(0, 1fr);
    gap: 4px 8px;
    max-width: 420px;
  }
  .map {
    grid-area: map;
    position: relative;
    aspect-ratio: 1;
    cursor: crosshair;
    touch-action: manipulation;
  }
  .map canvas {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    border-radius: 2px;
  }
  canvas.overlay {
    background: none;
    image-rendering: auto;
    pointer-events: none;
  }
  .x,
  .y {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    font-size: 13px;
    line-height: 1.25;
    color: var(--_second);
    white-space: nowrap;
  }
  .x {
    grid-area: x;
  }
  .y {
    grid-area: y;
    flex-direction: column;
    align-items: end;
    min-width: 34px;
  }
  .key {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    margin: 12px 0 0;
    padding: 0;
    list-style: none;
    font-size: 13px;
    color: var(--_second);
  }
  .key li {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .readout {
    min-height: 20px;
    margin: 4px 0 0;
    font-size: 13px;
    line-height: 20px;
    color: var(--_second);
  }
  .empty {
    margin: 0;
    font-size: 13px;
    color: var(--_second);
  }
`;
