import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

import { inProject, projectDir } from './paths.mjs';

/**
 * @typedef {object} CommandOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] complete environment; default: this process's
 * @property {'inherit' | 'capture'} [output] default: inherit
 * @property {number} [timeoutMs] the command is killed after that time
 * @property {boolean} [shell]
 *
 * @typedef {object} CommandResult
 * @property {number} code exit code; 1 when killed by a signal, 127 when it could not start
 * @property {string} output stdout and stderr together, when captured
 * @property {string} stdout
 * @property {boolean} timedOut
 */

/**
 * Runs a command to its end and never throws: a command that is missing has code 127.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 * @returns {Promise<CommandResult>}
 */
export function run(command, args, options = {}) {
  const capture = options.output === 'capture';
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? projectDir,
      env: options.env ?? process.env,
      // Never an open stdin: nothing here may wait for a question to be answered.
      stdio: ['ignore', capture ? 'pipe' : 'inherit', capture ? 'pipe' : 'inherit'],
      shell: options.shell ?? false,
    });
    let output = '';
    let stdout = '';
    let timedOut = false;
    child.stdout?.on('data', (/** @type {Buffer} */ chunk) => {
      output += chunk;
      stdout += chunk;
    });
    child.stderr?.on('data', (/** @type {Buffer} */ chunk) => (output += chunk));
    const timer = options.timeoutMs
      ? setTimeout(() => {
          timedOut = true;
          child.kill('SIGKILL');
        }, options.timeoutMs)
      : undefined;
    /** @param {number} code */
    const finish = (code) => {
      clearTimeout(timer);
      resolve({ code, output, stdout, timedOut });
    };
    child.on('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/**
 * Runs npm: the very one that started this script when there is one, else the one in the path.
 * @param {readonly string[]} args
 * @param {CommandOptions} [options]
 */
export function npm(args, options = {}) {
  const script = process.env['npm_execpath'];
  // npm's own settings of the script that runs now (such as a workspace or a prefix) must not
  // leak into the npm started here.
  const env = { ...(options.env ?? process.env) };
  delete env['npm_config_prefix'];
  delete env['npm_config_global'];
  delete env['npm_config_local_prefix'];
  if (script && /npm-cli\.[cm]?js$/.test(script)) {
    return run(process.execPath, [script, ...args], { ...options, env });
  }
  const windows = process.platform === 'win32';
  if (!windows) return run('npm', args, { ...options, env });
  // Windows starts npm.cmd through its shell, which splits at spaces.
  const quoted = args.map((one) => `"${one}"`);
  return run('npm.cmd', quoted, { ...options, env, shell: true });
}

/**
 * The environment for the project's tools: the current Node and the installed commands first.
 * @param {NodeJS.ProcessEnv} [base]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnv(base = process.env) {
  const first = [dirname(process.execPath), inProject('node_modules', '.bin')];
  const key = Object.keys(base).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...base, [key]: [...first, base[key] ?? ''].join(delimiter) };
}
