import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { run, toolEnv } from '../bootstrap/command.mjs';
import { ensureDisplay } from '../bootstrap/display.mjs';
import { ensureElectron } from '../bootstrap/electron-runtime.mjs';
import { inProject, projectCache } from '../bootstrap/paths.mjs';

/**
 * `npm run dev [-- files]`: the app with hot reload of the window, and a restart when the
 * shell, the engine or the preload change.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export default async function dev(args) {
  const [electron] = await Promise.all([ensureElectron(), ensureDisplay()]);
  // What it leaves in out/ is no production build.
  rmSync(join(projectCache, 'build'), { recursive: true, force: true });
  const files = args.map((one) =>
    one.startsWith('-') ? one : resolve(process.env['INIT_CWD'] ?? process.cwd(), one),
  );
  const script = inProject('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const result = await run(process.execPath, [script, 'dev', '--watch', '--', ...files], {
    env: {
      ...toolEnv(),
      ...electron.env,
      ELECTRON_EXEC_PATH: electron.executablePath,
      // electron-vite's way to say --no-sandbox.
      ...(electron.args.includes('--no-sandbox') ? { NO_SANDBOX: '1' } : {}),
    },
  });
  return result.code;
}
