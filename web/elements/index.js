/** The element classes; importing them registers nothing (define.js does). */
export { NwDecisionMap } from './decision-map.js';
export { NwHeatmap } from './heatmap.js';
export { NwLegend } from './legend.js';
export { NwLossCurve } from './loss-curve.js';
