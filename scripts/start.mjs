/** `npm start`: brings what is missing, builds, and serves the site on this machine until Ctrl+C. */
import { readArgs } from './lib/args.mjs';
import { main, Failure } from './lib/log.mjs';
import { requireNode } from './toolchain/node.mjs';

const USAGE = `npm start                       builds what changed and serves the site
npm start -- --no-isolation     without COOP/COEP headers, as a foreign page would have it: one thread
PORT=8080 npm start             at this port; otherwise a free one is taken`;

await main(async () => {
  const options = readArgs({ 'no-isolation': { type: 'boolean' } }, USAGE);
  const port = readPort(process.env.PORT);
  await requireNode();
  const { buildSite } = await import('./lib/site.mjs');
  const { serveFolder } = await import('./lib/static-server.mjs');
  const { SITE } = await import('./lib/paths.mjs');

  await buildSite();
  const server = await serveFolder(SITE, { port, isolated: !options['no-isolation'] });
  console.log(`\nNeuron Weights is at  ${server.url}\n(Ctrl+C ends it)`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
});

function readPort(text) {
  if (!text) return 0;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new Failure(`PORT is ${text}; a whole number from 0 to 65535 is needed.`);
}
