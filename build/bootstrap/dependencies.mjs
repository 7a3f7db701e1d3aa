import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

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
    const result = await npm(
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        output: 'capture',
      },
    );
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
 * The path of the current Node that the tools run on. Its package `node` brings the executable
 * with an install script, and those are off here (see .npmrc); so the package for this system
 * is installed into the user's cache, once for all clones, and linked to where the script
 * would have put it: `node_modules/.bin/node` works as usual.
 * @returns {Promise<string>}
 */
export async function ensureCurrentNode() {
  const wanted = String(readJson(inProject('package.json')).devDependencies.node);
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const place = inProject('node_modules', 'node', 'bin', name);
  if (await isNode(place, wanted)) return place;
  if (process.version === `v${wanted}`) return process.execPath;

  const source = await fetchNode(wanted, name);
  try {
    mkdirSync(dirname(place), { recursive: true });
    rmSync(place, { force: true });
    // Clones share one file where the disk allows it.
    try {
      linkSync(source, place);
    } catch {
      copyFileSync(source, place);
    }
    linkCommand(place);
    return place;
  } catch {
    return source;
  }
}

/** npm makes no command of an executable that was not there when it installed the package. */
function linkCommand(/** @type {string} */ executable) {
  // Elsewhere the tools find it by its folder, which is first in their path.
  if (process.platform === 'win32') return;
  const command = inProject('node_modules', '.bin', 'node');
  rmSync(command, { force: true });
  symlinkSync(relative(dirname(command), executable), command);
}

/**
 * @param {string} version
 * @param {string} executable file name
 */
async function fetchNode(version, executable) {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const name = [prefix, platform, process.arch].join('-');
  const folder = join(userCache(), `node-${version}-${platform}-${process.arch}`);
  const file = join(folder, 'node_modules', name, 'bin', executable);
  await withLock(join(userCache(), 'node.lock'), 'installing Node', async () => {
    if (await isNode(file, version)) return;
    say(`installing Node ${version} for the tools`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const options = ['--no-save', '--no-package-lock', '--ignore-scripts', '--loglevel=error'];
    const result = await npm(['install', ...options, '--prefix', folder, `${name}@${version}`], {
      cwd: folder,
      output: 'capture',
    });
    if (await isNode(file, version)) return;
    process.stderr.write(result.output);
    throw new SetupError(
      `Node ${version} for the tools could not be installed (npm package ${name}): check the ` +
        `network or the npm registry setting, or run this command with Node ${version} itself`,
    );
  });
  return file;
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
