/** Sets up what a program needs, once for each version of its lockfile. */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { npm, run } from '../../build/bootstrap/command.mjs';
import { projectCache } from '../../build/bootstrap/paths.mjs';
import { SetupError } from '../../build/bootstrap/report.mjs';

const windows = process.platform === 'win32';

/**
 * @typedef {object} Environment
 * @property {string} folder
 * @property {string} command
 * @property {string[]} args
 * @property {Record<string, string>} env
 * @property {Map<string, string>} versions of the installed packages
 *
 * @param {string} name
 * @param {string} program its folder
 * @param {string} helpers
 * @returns {Promise<Environment>}
 */
export async function environmentOf(name, program, helpers) {
  const folder = join(projectCache, 'agents', name);
  mkdirSync(folder, { recursive: true });
  if (existsSync(join(program, 'requirements.txt'))) return python(folder, program, helpers);
  if (existsSync(join(program, 'package-lock.json'))) return node(folder, program, helpers);
  if (existsSync(join(program, 'pom.xml'))) return java(folder, program);
  throw new SetupError(`${name} has no requirements.txt, package-lock.json or pom.xml`);
}

/**
 * @param {string} folder
 * @param {string} program
 * @param {string} helpers
 * @returns {Promise<Environment>}
 */
async function python(folder, program, helpers) {
  const requirements = join(program, 'requirements.txt');
  const bin = windows ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  await once([requirements], join(folder, '.stamp'), async () => {
    await must(windows ? 'python' : 'python3', ['-m', 'venv', '--clear', folder]);
    await must(bin, ['-m', 'pip', 'install', '--quiet', '--no-deps', '-r', requirements]);
  });
  const pins = readFileSync(requirements, 'utf8').matchAll(/^([\w.-]+)(?:\[.*\])?==([^\s;]+)/gm);
  return {
    folder,
    command: bin,
    args: [join(program, 'program.py')],
    env: { PYTHONPATH: helpers, PYTHONDONTWRITEBYTECODE: '1' },
    versions: new Map([...pins].map(([, name = '', version = '']) => [normal(name), version])),
  };
}

function normal(/** @type {string} */ name) {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

/**
 * The program runs on a copy of its folder, so that its packages are not in the project's.
 * @param {string} folder
 * @param {string} program
 * @param {string} helpers
 * @returns {Promise<Environment>}
 */
async function node(folder, program, helpers) {
  const files = ['package.json', 'package-lock.json'];
  await once(
    files.map((file) => join(program, file)),
    join(folder, '.stamp'),
    async () => {
      for (const file of files) copyFileSync(join(program, file), join(folder, file));
      const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
      const { code } = await npm(args, { cwd: folder });
      if (code !== 0) throw new SetupError(`npm ci failed in ${folder}`);
    },
  );
  const main = ['program.mjs', 'program.js'].find((file) => existsSync(join(program, file)));
  if (!main) throw new SetupError(`there is no program.mjs in ${program}`);
  copyFileSync(join(program, main), join(folder, main));
  copyFileSync(join(helpers, 'declare.mjs'), join(folder, 'declare.mjs'));
  const { packages } = JSON.parse(readFileSync(join(program, 'package-lock.json'), 'utf8'));
  return {
    folder,
    command: process.execPath,
    args: [join(folder, main)],
    env: {},
    versions: new Map(
      Object.entries(packages).flatMap(([path, { version }]) =>
        path.lastIndexOf('node_modules/') === 0
          ? [[path.replace('node_modules/', ''), version]]
          : [],
      ),
    ),
  };
}

/**
 * @param {string} folder
 * @param {string} program
 * @returns {Promise<Environment>}
 */
async function java(folder, program) {
  const sources = readdirSync(program, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  await once(sources, join(folder, '.stamp'), async () => {
    cpSync(program, folder, { recursive: true });
    const pom = join(folder, 'pom.xml');
    await must(windows ? 'mvn.cmd' : 'mvn', ['--quiet', '--batch-mode', '--file', pom, 'package']);
  });
  return {
    folder,
    command: 'java',
    args: ['-jar', join(folder, 'target', 'program.jar')],
    env: {},
    versions: new Map(),
  };
}

/**
 * @param {string[]} sources what the installation is made from
 * @param {string} stamp file that tells from which version of it
 * @param {() => Promise<void>} install
 */
async function once(sources, stamp, install) {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(readFileSync(source));
  const wanted = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await install();
  writeFileSync(stamp, wanted);
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function must(command, args) {
  const { code } = await run(command, args, { env: { ...process.env, PIP_NO_INPUT: '1' } });
  if (code !== 0) throw new SetupError(`failed: ${[command, ...args].join(' ')}`);
}

/** The variables of this process that a program may see. */
export function plainEnv() {
  const kept = ['PATH', 'LANG', 'SYSTEMROOT', 'JAVA_HOME'];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  );
}
