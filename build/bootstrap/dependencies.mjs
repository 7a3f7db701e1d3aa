import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { npm, run } from './command.mjs';
import { withLock } from './lock.mjs';
import { inProject, projectCache, userCache } from './paths.mjs';
import { say, SetupError } from './report.mjs';

/** @returns {any} */
function readJson(/** @type {string} */ file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/**
 * Installs the packages of the lockfile unless they are all there already. npm leaves a record
 * of what it installed in node_modules; it is compared with the lockfile, so an `npm install`
 * by hand counts too.
 */
export async function ensureDependencies() {
  if (isInstalled()) return;
  await withLock(join(projectCache, 'install.lock'), 'installing packages', async () => {
    if (isInstalled()) return;
    say('installing packages (npm ci)');
    const result = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      output: 'capture',
    });
    if (result.code !== 0) {
      process.stderr.write(result.output);
      throw new SetupError(
        'npm ci failed (see above): check the network or the npm registry setting, then run the command again',
      );
    }
  });
}

function isInstalled() {
  const record = inProject('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  try {
    const wanted = readJson(inProject('package-lock.json')).packages;
    const present = readJson(record).packages;
    return Object.entries(wanted).every(([path, entry]) => {
      // The root itself, and packages of other systems that npm leaves out.
      if (path === '' || (entry.optional && !present[path])) return true;
      return (
        present[path]?.version === entry.version && present[path]?.integrity === entry.integrity
      );
    });
  } catch {
    return false;
  }
}

/**
 * The path of the current Node that the tools run on: that of the npm package `node`. Where
 * npm did not run the script that puts the executable there, it is installed by itself.
 * @returns {Promise<string>}
 */
export async function ensureCurrentNode() {
  const wanted = String(readJson(inProject('node_modules', 'node', 'package.json')).version);
  const windows = process.platform === 'win32';
  const installed = inProject('node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');
  if (process.version === `v${wanted}`) return process.execPath;
  if (await isNode(installed, wanted)) return installed;

  const platform = windows ? 'win' : process.platform;
  const prefix = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const name = [prefix, platform, process.arch].join('-');
  const folder = join(userCache(), `node-${wanted}`);
  const own = join(folder, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
  if (await isNode(own, wanted)) return own;
  say(`installing Node ${wanted} for the tools`);
  mkdirSync(folder, { recursive: true });
  const result = await withLock(join(userCache(), 'node.lock'), 'installing Node', () =>
    npm(
      [
        'install',
        '--no-save',
        '--no-package-lock',
        '--ignore-scripts',
        '--prefix',
        folder,
        `${name}@${wanted}`,
      ],
      { cwd: folder, output: 'capture' },
    ),
  );
  if (await isNode(own, wanted)) return own;
  throw new SetupError(
    `Node ${wanted} for the tools could not be installed (npm package ${name}, exit code ${result.code}): ` +
      `run this command with Node ${wanted} instead`,
  );
}

/**
 * @param {string} executable
 * @param {string} version
 */
async function isNode(executable, version) {
  if (!existsSync(executable)) return false;
  const result = await run(executable, ['--version'], { output: 'capture', timeoutMs: 20_000 });
  return result.stdout.trim() === `v${version}`;
}
