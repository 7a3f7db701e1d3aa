import { existsSync } from 'node:fs';

import { run, toolEnv } from '../bootstrap/command.mjs';
import { inProject } from '../bootstrap/paths.mjs';
import { SetupError } from '../bootstrap/report.mjs';
import { compile } from './compile.mjs';

/**
 * `npm run bench [-- arguments]`: runs the project's benchmark on a current build.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export default async function bench(args) {
  const entry = ['bench/run.mjs', 'bench/run.ts'].map((file) => inProject(file)).find(existsSync);
  if (!entry) throw new SetupError('there is no benchmark: bench/run.mjs is missing');
  await compile();
  const result = await run(process.execPath, [entry, ...args], { env: toolEnv() });
  return result.code;
}
