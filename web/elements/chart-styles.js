import { css } from 'lit';

// The part of uPlot's own style sheet that a chart without legend, selection and zoom needs; its file cannot be
// imported where a package is not bundled.
const uplot = css`
  .uplot,
  .uplot * {
    box-sizing: border-box;
  }
  .uplot {
    width: min-content;
  }
  .u-wrap {
    position: relative;
    user-select: none;
  }
  .u-over,
  .u-under,
  .u-axis {
    position: absolute;
  }
  .u-under {
    overflow: hidden;
  }
  .uplot canvas {
    position: relative;
    width: 100%;
    height: 100%;
    image-rendering: auto;
    background: none;
  }
  .u-select {
    display: none;
  }
  .u-cursor-x {
    position: absolute;
    left: 0;
    top: 0;
    height: 100%;
    border-right: 1px solid var(--_second);
    pointer-events: none;
    will-change: transform;
  }
  .u-cursor-pt {
    position: absolute;
    top: 0;
    left: 0;
    border: 0 solid;
    border-radius: 50%;
    pointer-events: none;
    background-clip: padding-box !important;
    will-change: transform;
  }
  .u-off {
    display: none;
  }
`;

export const chartStyles = [
  uplot,
  css`
    :host {
      position: relative;
    }
    .chart {
      min-height: 180px;
    }
    .blank .u-wrap {
      visibility: hidden;
    }
    .empty {
      position: absolute;
      inset: 0 0 auto;
      margin: 0;
      padding-top: 78px;
      height: 180px;
      border: 1px solid var(--_line);
      border-radius: 6px;
      font-size: 13px;
      color: var(--_second);
      text-align: center;
      pointer-events: none;
    }
    .empty[hidden] {
      display: none;
    }
    .key {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
      font-size: 13px;
      line-height: 20px;
      color: var(--_second);
    }
    .key i {
      display: inline-block;
      width: 20px;
      margin-right: 6px;
      vertical-align: middle;
      border-top: 2px solid var(--_ink);
    }
    .key .test i {
      border-top: 2px dashed var(--_second);
    }
    .readout {
      min-height: 20px;
      margin-left: auto;
      white-space: nowrap;
    }
  `,
];
