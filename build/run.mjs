/**
 * The one entry of every npm script: `node build/run.mjs <task> [arguments]`. It needs nothing
 * but Node 18.15 and does all set-up by itself: first the packages, then a current Node, on
 * which it runs itself again to do the task.
 */
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

import { toolEnv } from './bootstrap/command.mjs';
import { ensureCurrentNode, ensureDependencies } from './bootstrap/dependencies.mjs';
import { messageOf, say, SetupError } from './bootstrap/report.mjs';

const SECOND_RUN = 'OTELIER_SECOND_RUN';
const tasks = [
  'start',
  'dev',
  'build',
  'test',
  'format',
  'bench',
  'package',
  'setup',
  'fixtures',
  'truth',
];

/**
 * @param {string | undefined} task
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main(task, args) {
  if (!task || !tasks.includes(task)) {
    throw new SetupError(`unknown task ${task ?? '(none)'}; there are: ${tasks.join(', ')}`);
  }
  await ensureDependencies();
  const node = await ensureCurrentNode();
  // Once at most: a link on the way to the executable must not start it over and over.
  const isSecondRun = process.env[SECOND_RUN] !== undefined;
  delete process.env[SECOND_RUN];
  if (!isSecondRun && !isThisNode(node)) return again(node, [task, ...args]);

  Object.assign(process.env, toolEnv());
  const file = new URL(`./tasks/${task}.mjs`, import.meta.url);
  if (!existsSync(fileURLToPath(file))) throw new SetupError(`the task ${task} is not there yet`);
  const module = await import(file.href);
  return module.default(args);
}

function isThisNode(/** @type {string} */ executable) {
  return realpathSync(executable) === realpathSync(process.execPath);
}

/**
 * Runs this script on another Node and passes signals and the exit code through.
 * @param {string} node
 * @param {string[]} args
 * @returns {Promise<number>}
 */
function again(node, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, [fileURLToPath(import.meta.url), ...args], {
      stdio: 'inherit',
      env: { ...process.env, [SECOND_RUN]: '1' },
    });
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => child.kill(signal));
    }
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? exitCodeOf(signal)));
  });
}

/** The exit code shells report for a process that a signal ended. */
function exitCodeOf(/** @type {NodeJS.Signals | null} */ signal) {
  return signal ? 128 + constants.signals[signal] : 1;
}

try {
  process.exitCode = await main(process.argv[2], process.argv.slice(3));
} catch (error) {
  if (error instanceof SetupError) say(error.message);
  else say(error instanceof Error && error.stack ? error.stack : messageOf(error));
  // The test command's last line says the same whatever went wrong.
  if (process.argv[2] === 'test') process.stdout.write('\n0 passed, 1 failed\n');
  process.exitCode = 1;
}
