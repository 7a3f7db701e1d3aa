import { run, toolEnv } from '../bootstrap/command.mjs';
import { inProject } from '../bootstrap/paths.mjs';

/**
 * `npm run fixtures [-- name…]`: runs the real programs of e2e/agents and renews what they
 * emitted.
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export default async function fixtures(args) {
  const entry = inProject('e2e', 'agents', 'run.mjs');
  const result = await run(process.execPath, [entry, ...args], { env: toolEnv() });
  return result.code;
}
