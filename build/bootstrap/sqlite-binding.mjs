import { createHash, randomBytes } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { run, toolEnv } from './command.mjs';
import { withLock } from './lock.mjs';
import { inProject, userCache } from './paths.mjs';
import { say, SetupError } from './report.mjs';
import { ensurePackages, hasCommand } from './system-packages.mjs';

const packageDir = inProject('node_modules', 'better-sqlite3');
const compatHeader = join(dirname(fileURLToPath(import.meta.url)), 'sqlite-compat.h');

/** Enough of Node's build settings for an addon; the real file is not needed offline. */
const commonGypi = `{
  'target_defaults': {
    'cflags': ['-fPIC', '-O2'],
    'cflags_cc': ['-std=c++20'],
  },
}
`;

/**
 * The SQLite binding for the offline Electron, whose Node-API (8) is older than the one the
 * published binding needs (10): built from the same sources once and kept in the user's cache.
 * @returns {Promise<string>} path of the `.node` file
 */
export async function ensureOfflineBinding() {
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));
  const key = createHash('sha256')
    .update(readFileSync(compatHeader))
    .update(readFileSync(join(packageDir, 'binding.gyp')))
    .update(commonGypi)
    .digest('hex')
    .slice(0, 8);
  const folder = join(
    userCache(),
    `better-sqlite3-${version}-napi8-${process.platform}-${process.arch}-${key}`,
  );
  const binding = join(folder, 'better_sqlite3.node');
  if (existsSync(binding)) return binding;

  await ensurePackages('compiler', {
    purpose: 'building the SQLite binding',
    works: () => ['python3', 'make', 'g++'].every(hasCommand),
  });
  await withLock(join(userCache(), 'sqlite.lock'), 'building the SQLite binding', async () => {
    if (existsSync(binding)) return;
    const work = `${folder}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      say('building the SQLite binding for the offline Electron (about a minute, once)');
      const built = await build(work);
      const done = join(work, 'done');
      mkdirSync(done, { recursive: true });
      cpSync(built, join(done, 'better_sqlite3.node'));
      rmSync(folder, { recursive: true, force: true });
      renameSync(done, folder);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
  return binding;
}

/** @param {string} work an empty folder to build in */
async function build(work) {
  const source = join(work, 'better-sqlite3');
  const headers = join(work, 'node');
  cpSync(packageDir, source, {
    recursive: true,
    filter: (path) => !/[\\/](prebuilds|build)$/.test(path),
  });
  // Resolved from the copy, where no node_modules is above it.
  cpSync(inProject('node_modules', 'node-addon-api'), join(source, 'node_modules/node-addon-api'), {
    recursive: true,
  });
  const gyp = join(source, 'binding.gyp');
  writeFileSync(gyp, readFileSync(gyp, 'utf8').replace('NAPI_VERSION=10', 'NAPI_VERSION=8'));
  cpSync(inProject('node_modules', 'node-api-headers', 'include'), join(headers, 'include/node'), {
    recursive: true,
  });
  writeFileSync(join(headers, 'include', 'node', 'common.gypi'), commonGypi);

  const nodeGyp = inProject('node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const args = ['rebuild', '--release', '--force_build=1', `--nodedir=${headers}`, '--jobs=max'];
  const env = { ...toolEnv(), CXXFLAGS: `-include ${compatHeader}` };
  const result = await run(process.execPath, [nodeGyp, ...args], {
    cwd: source,
    env,
    output: 'capture',
  });
  const file = join(source, 'build', 'Release', 'better_sqlite3.node');
  if (result.code !== 0 || !existsSync(file)) {
    const log = join(userCache(), 'sqlite-build.log');
    writeFileSync(log, result.output);
    throw new SetupError(`the SQLite binding does not build: see ${log}`);
  }
  await proveItWorks(file);
  return file;
}

/** A binding that cannot run a query must not enter the cache. */
async function proveItWorks(/** @type {string} */ file) {
  const script =
    'const D = require(process.argv[1]); const d = new D(":memory:", { nativeBinding: process.argv[2] });' +
    'process.exit(d.prepare("select sqlite_version() as version").get().version ? 0 : 1)';
  const result = await run(process.execPath, ['-e', script, packageDir, file], {
    output: 'capture',
  });
  if (result.code !== 0) throw new SetupError('the SQLite binding was built but does not load');
}
