/** Programs that come from the machine's own packages: found, or installed with apt-get where that is allowed. */
import { Failure, say } from '../lib/log.mjs';
import { run, which } from '../lib/run.mjs';

/** What a need means: any of these programs will do, else this package is installed. */
const TOOLS = {
  python3: { programs: ['python3'], package: 'python3' },
  cmake: { programs: ['cmake'], package: 'cmake' },
  ninja: { programs: ['ninja'], package: 'ninja-build' },
  'g++': { programs: ['g++'], package: 'g++' },
  chromium: {
    programs: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
    package: 'chromium',
  },
  firefox: { programs: ['firefox-esr', 'firefox'], package: 'firefox-esr' },
};

/** Full path of a host tool, or null. */
export function findTool(name) {
  for (const program of TOOLS[name].programs) {
    const path = which(program);
    if (path) return path;
  }
  return null;
}

/** Makes sure that these tools are there; says what it installs before it does. */
export async function provideHostTools(names) {
  const missing = names.filter((name) => !findTool(name));
  if (missing.length === 0) return;
  const packages = missing.map((name) => TOOLS[name].package);
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', ...packages];
  const words = `Missing on this machine: ${missing.join(', ')}.`;
  if (!which('apt-get')) throw new Failure(`${words}\nIt has no apt-get, so please install them by hand.`);
  const asRoot = await rootPrefix();
  if (!asRoot) throw new Failure(`${words}\nPlease type:\n\n  sudo ${install.join(' ')}\n`);
  say(`${words} Installing with: ${[...asRoot, ...install].join(' ')}`);
  const [command, ...prefix] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive'];
  const apt = (args, label) =>
    run(command, [...prefix, 'apt-get', '-o', 'DPkg::Lock::Timeout=300', ...args], { label });
  await apt(['-qq', 'update'], 'apt-get update');
  await apt(install.slice(1), `apt-get install ${packages.join(' ')}`);
  const still = missing.filter((name) => !findTool(name));
  if (still.length > 0)
    throw new Failure(`After installing ${packages.join(', ')} there is still no ${still.join(', ')}.`);
}

/** What makes a command run as root: nothing, sudo without a password, or null where neither is allowed. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  if (!which('sudo')) return null;
  const { code } = await run('sudo', ['-n', 'true'], { allowFailure: true });
  return code === 0 ? ['sudo', '-n'] : null;
}
