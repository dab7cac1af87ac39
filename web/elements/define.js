/** Registers every `<nw-…>` element. Importing this file twice, or beside another copy of it, does no harm. */
import { NwDecisionMap, NwHeatmap, NwLegend, NwLossCurve } from './index.js';

const elements = {
  'nw-decision-map': NwDecisionMap,
  'nw-heatmap': NwHeatmap,
  'nw-legend': NwLegend,
  'nw-loss-curve': NwLossCurve,
};

for (const [tag, element] of Object.entries(elements)) {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
