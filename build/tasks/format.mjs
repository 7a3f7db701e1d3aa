import { run, toolEnv } from '../bootstrap/command.mjs';
import { inProject } from '../bootstrap/paths.mjs';
import { formatArgs, lintArgs } from '../checks/steps.mjs';

/** `npm run format [-- paths]`: formats the code and fixes what the linter can fix by itself. */
export default async function format(/** @type {string[]} */ paths) {
  const options = { env: toolEnv() };
  const fix = inProject('node_modules', 'oxlint', 'bin', 'oxlint');
  const write = inProject('node_modules', 'oxfmt', 'bin', 'oxfmt');
  await run(process.execPath, [fix, ...lintArgs, '--fix', '--quiet', ...paths], {
    ...options,
    output: 'capture',
  });
  const result = await run(process.execPath, [write, ...formatArgs, ...paths], options);
  return result.code;
}
