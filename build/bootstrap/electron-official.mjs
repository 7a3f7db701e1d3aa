import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { run, toolEnv } from './command.mjs';
import { inProject, userCache } from './paths.mjs';
import { say } from './report.mjs';

const packageDir = inProject('node_modules', 'electron');
const retryAfterMs = 24 * 60 * 60 * 1000;
const downloadLimitMs = 4 * 60 * 1000;

/** The version package.json asks for, which is the one that ships. */
export function officialVersion() {
  return String(JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')).version);
}

/** The executable of the `electron` package, or null while it is not downloaded. */
export function officialExecutable() {
  try {
    const version = readFileSync(join(packageDir, 'dist', 'version'), 'utf8').replace(/^v/, '');
    if (version.trim() !== officialVersion()) return null;
    const name = readFileSync(join(packageDir, 'path.txt'), 'utf8');
    const executable = join(packageDir, 'dist', name);
    return existsSync(executable) ? executable : null;
  } catch {
    return null;
  }
}

/**
 * Lets the `electron` package download itself. Returns why it failed, or null.
 * @param {{ hasFallback: boolean }} options with a fallback, the download has a time limit and
 *   its failure is remembered for a day, so that the next start does not wait for it again
 * @returns {Promise<string | null>}
 */
export async function downloadOfficial({ hasFallback }) {
  const memory = join(userCache(), `electron-${officialVersion()}-unreachable.json`);
  if (hasFallback) {
    const reason = rememberedFailure(memory);
    if (reason) return reason;
  }
  say(`fetching Electron ${officialVersion()}`);
  const result = await run(process.execPath, [join(packageDir, 'install.js')], {
    env: toolEnv(),
    output: 'capture',
    ...(hasFallback ? { timeoutMs: downloadLimitMs } : {}),
  });
  if (officialExecutable()) {
    rmSync(memory, { force: true });
    return null;
  }
  const reason = result.timedOut
    ? `no end after ${downloadLimitMs / 60_000} minutes`
    : reasonIn(result.output);
  if (hasFallback) {
    mkdirSync(userCache(), { recursive: true });
    writeFileSync(memory, JSON.stringify({ reason, at: Date.now() }));
  }
  return reason;
}

/** @param {string} file */
function rememberedFailure(file) {
  try {
    const { reason, at } = JSON.parse(readFileSync(file, 'utf8'));
    const age = Date.now() - at;
    return age >= 0 && age < retryAfterMs ? String(reason) : null;
  } catch {
    return null;
  }
}

/** The few words of a failed download that tell what was wrong. */
function reasonIn(/** @type {string} */ output) {
  const code = /\b(E[A-Z]{4,}|UND_ERR_[A-Z_]+|HTTP\s?Error[^\n]*|Response code \d+[^\n]*)/.exec(
    output,
  );
  if (code?.[1]) return code[1];
  if (output.includes('fetch failed')) return 'its server cannot be reached';
  const line = output.split('\n').find((text) => /error/i.test(text));
  return (line ?? 'the download failed').trim().slice(0, 120);
}
