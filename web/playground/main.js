/**
 * The playground page.
 *
 * Every control has a `data-control`, so that tests and scripts can operate the page by its own controls:
 *
 * run bar    reset play pause step epoch reseed speed stop-epochs
 * banners    retry recover restart-lower-rate lower-rate
 * tabs       tab-data tab-network tab-training tab-results   (narrow pages)
 * data       dataset-circle dataset-xor dataset-gauss dataset-spiral dataset-plane dataset-regGauss noise test-share samples
 *            data-seed csv-choose csv-paste csv-file (the file input itself)
 * import     label-column problem-classification problem-regression scaling split split-share feature-N use-data
 *            import-cancel import-close import-other · csv-text paste-use paste-cancel paste-close
 * network    add-layer scale-layer scale-run · for hidden layer N from 1: units-N units-N-less units-N-more activation-N
 *            initializer-N remove-layer-N, and value-N minval-N maxval-N mean-N stddev-N where the initializer has them ·
 *            for the output: loss initializer-output, and value-output … as above
 * training   optimizer learning-rate l1 l2 batch-size seed
 * results    show-test discretize measure-loss measure-accuracy log-scale
 * heatmaps   export-png export-svg export-csv (in the open shadow root of nw-heatmap[data-layer=N])
 * footer     language theme
 *
 * What is wrong with a control stands in `[data-error=CONTROL]` with `data-code`; numbers shown in `[data-value=…]`:
 * epoch step train-loss test-loss train-accuracy test-accuracy recognized own-data output-layer engine; banners are
 * `[data-banner=failed|lost|diverged]`, the note of a page on one thread `[data-notice=not-isolated]`.
 */
import '../elements/define.js';
import { NwPlayground } from './parts/app.js';
import { NwBanners } from './parts/banners.js';
import { NwDataPanel } from './parts/data-panel.js';
import { NwImportDialog } from './parts/import-dialog.js';
import { NwLayerCard } from './parts/layer-card.js';
import { NwMetrics } from './parts/metrics.js';
import { NwNetworkPanel } from './parts/network-panel.js';
import { NwPageFooter } from './parts/page-footer.js';
import { NwPasteDialog } from './parts/paste-dialog.js';
import { NwResultsPanel } from './parts/results-panel.js';
import { NwRunBar } from './parts/run-bar.js';
import { NwThumbnail } from './parts/thumbnail.js';
import { NwTrainingPanel } from './parts/training-panel.js';
import { applyPreferences } from './preferences.js';

applyPreferences();

const parts = {
  'nw-banners': NwBanners,
  'nw-data-panel': NwDataPanel,
  'nw-import-dialog': NwImportDialog,
  'nw-layer-card': NwLayerCard,
  'nw-metrics': NwMetrics,
  'nw-network-panel': NwNetworkPanel,
  'nw-page-footer': NwPageFooter,
  'nw-paste-dialog': NwPasteDialog,
  'nw-results-panel': NwResultsPanel,
  'nw-run-bar': NwRunBar,
  'nw-thumbnail': NwThumbnail,
  'nw-training-panel': NwTrainingPanel,
  // The root last: it draws at once, and its parts must be known by then.
  'nw-playground': NwPlayground,
};

for (const [tag, part] of Object.entries(parts)) customElements.define(tag, part);
