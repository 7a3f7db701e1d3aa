import { rmSync } from 'node:fs';
import { dirname } from 'node:path';

import { run, toolEnv } from '../bootstrap/command.mjs';
import { ensureElectron } from '../bootstrap/electron-runtime.mjs';
import { inProject } from '../bootstrap/paths.mjs';
import { say } from '../bootstrap/report.mjs';
import { compile } from './compile.mjs';

/**
 * `npm run package [-- electron-builder's arguments]`: builds the app and packs it for this
 * system into `dist/`. `-- --trial` packs an unpacked folder around whichever Electron runs
 * here, to try the packaging where the official one cannot be downloaded; never ship that.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export default async function pack(args) {
  await compile({ force: true });
  const trial = args.includes('--trial');
  const rest = args.filter((one) => one !== '--trial');
  const builder = inProject('node_modules', 'electron-builder', 'cli.js');
  const command = [builder, '--config', 'build/electron-builder.yml', '--publish', 'never'];
  if (trial) {
    const electron = await ensureElectron();
    command.push('--dir', `--config.electronDist=${dirname(electron.executablePath)}`);
    command.push(`--config.electronVersion=${electron.version}`);
    if (!electron.official) say('a trial package: it holds the offline Electron, do not ship it');
  }
  // A fuse that the offline Electron is too old to have.
  if (!trial) command.push('--config.electronFuses.grantFileProtocolExtraPrivileges=false');
  const result = await run(process.execPath, [...command, ...rest], { env: toolEnv() });
  // The offline Electron's stand-in for a default app would be started instead of ours.
  if (trial)
    rmSync(inProject('dist/linux-unpacked/resources/app'), { recursive: true, force: true });
  return result.code;
}
