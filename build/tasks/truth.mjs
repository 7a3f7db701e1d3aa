import { run, toolEnv } from '../bootstrap/command.mjs';
import { inProject } from '../bootstrap/paths.mjs';

/**
 * `npm run truth [-- NAME…]`: compares what the app understands of the captures of real programs
 * with what these did.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export default async function truth(args) {
  const entry = inProject('bench/truth/run.mjs');
  const result = await run(process.execPath, [entry, ...args], { env: toolEnv() });
  return result.code;
}
