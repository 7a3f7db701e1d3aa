import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

import { ensureDisplay } from '../bootstrap/display.mjs';
import { ensureElectron } from '../bootstrap/electron-runtime.mjs';
import { projectDir } from '../bootstrap/paths.mjs';
import { compile } from './compile.mjs';

/**
 * `npm start [-- files]`: builds what changed and opens the app.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export default async function start(args) {
  // Electron and the build do not need each other.
  const [electron] = await Promise.all([ensureElectron(), compile(), ensureDisplay()]);
  const child = spawn(
    electron.executablePath,
    [...electron.args, projectDir, ...args.map(absolute)],
    { stdio: 'inherit', env: { ...process.env, ...electron.env } },
  );
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('exit', (code) => done(code ?? 1));
  });
}

/** npm runs scripts in the project's folder; files are meant from where the user stands. */
function absolute(/** @type {string} */ argument) {
  if (argument.startsWith('-') || /^[a-z][a-z0-9+.-]+:\/\//i.test(argument)) return argument;
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), argument);
}
