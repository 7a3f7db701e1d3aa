import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { run, toolEnv } from '../bootstrap/command.mjs';
import { withLock } from '../bootstrap/lock.mjs';
import { inProject, projectCache, projectDir } from '../bootstrap/paths.mjs';
import { SetupError } from '../bootstrap/report.mjs';

/** @typedef {'main' | 'preload' | 'renderer'} Part */

/** What each part is made from; a change in one of them makes the part stale. */
const sources = {
  main: ['src-main'],
  preload: ['src-main/preload', 'src-main/contract', 'src-main/domain'],
  renderer: ['src-renderer', 'src-main/contract', 'src-main/domain', 'resources'],
};
const toolFiles = ['package-lock.json', 'electron.vite.config.ts', 'build/alias.mjs'];

/** The stamp of a part: names, sizes and times of all its sources, hashed. */
function fingerprint(/** @type {Part} */ part) {
  const hash = createHash('sha256');
  /** @param {string} path */
  const add = (path) => {
    const full = join(projectDir, path);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) {
      for (const name of readdirSync(full).sort()) add(`${path}/${name}`);
    } else if (!/\.test\.tsx?$/.test(path)) {
      hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
    }
  };
  for (const path of [...sources[part], ...toolFiles]) add(path);
  return hash.digest('hex');
}

/** Whether there is anything to build for a part yet. */
function hasSources(/** @type {Part} */ part) {
  const entry = {
    main: 'src-main/engine/main.ts',
    preload: 'src-main/preload/preload.ts',
    renderer: 'src-renderer/index.html',
  }[part];
  return (
    existsSync(inProject(entry)) ||
    (part === 'main' && existsSync(inProject('src-main/shell/main.ts')))
  );
}

/**
 * Builds the app into `out/`, skipping every part whose sources did not change.
 * @param {{ only?: Part, force?: boolean, quiet?: boolean }} [options]
 */
export async function compile(options = {}) {
  /** @type {Part[]} */
  const parts = options.only ? [options.only] : ['main', 'preload', 'renderer'];
  await withLock(join(projectCache, 'build.lock'), 'building the app', async () => {
    for (const part of parts) {
      if (hasSources(part)) await compilePart(part, options);
    }
  });
}

/**
 * @param {Part} part
 * @param {{ force?: boolean, quiet?: boolean }} options
 */
async function compilePart(part, { force = false, quiet = false }) {
  const stampFile = join(projectCache, 'build', `${part}.stamp`);
  const now = fingerprint(part);
  const built = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (!force && built === now && existsSync(inProject('out', part))) return;

  rmSync(stampFile, { force: true });
  const script = inProject('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const result = await run(
    process.execPath,
    [script, 'build', '--logLevel', 'warn', '--ignoreConfigWarning'],
    {
      env: { ...toolEnv(), OTELIER_BUILD_ONLY: part, NODE_ENV: 'production' },
      output: quiet ? 'capture' : 'inherit',
    },
  );
  if (result.code !== 0) {
    if (quiet) process.stderr.write(result.output);
    throw new SetupError(`the ${part} part of the app does not build (see the messages above)`);
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, now);
}
