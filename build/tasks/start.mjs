import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { ensureDisplay } from '../bootstrap/display.mjs';
import { ensureElectron } from '../bootstrap/electron-runtime.mjs';
import { projectDir } from '../bootstrap/paths.mjs';
import { compile } from './compile.mjs';
import { isHarmless } from './harmless-lines.mjs';

/**
 * `npm start [-- files]`: builds what changed and opens the app.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export default async function start(args) {
  // Electron and the build do not need each other.
  const [electron] = await Promise.all([ensureElectron(), compile(), ensureDisplay()]);
  const filter = !electron.official && process.platform === 'linux';
  const child = spawn(electron.executablePath, [...electron.args, projectDir, ...args], {
    stdio: ['inherit', 'inherit', filter ? 'pipe' : 'inherit'],
    // npm runs scripts in the project's folder; paths are meant from where the user stands.
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    env: { ...process.env, ...electron.env },
  });
  if (child.stderr !== null) {
    const lines = createInterface({ input: child.stderr });
    lines.on('line', (line) => {
      if (!isHarmless(line)) process.stderr.write(`${line}\n`);
    });
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('exit', (code) => done(code ?? 1));
  });
}
