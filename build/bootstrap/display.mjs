import { spawn } from 'node:child_process';

import { say, SetupError } from './report.mjs';
import { ensurePackages, hasCommand } from './system-packages.mjs';

/** @type {Promise<void> | undefined} */
let started;

/**
 * Makes sure that windows can open: on Linux without a screen it starts a virtual one (Xvfb)
 * that ends with this process, and sets `DISPLAY` for this process and its children.
 */
export function ensureDisplay() {
  if (hasScreen()) return Promise.resolve();
  started ??= startVirtualScreen();
  return started;
}

/**
 * Makes sure that processes to come can each start a virtual screen of their own, where there is
 * no screen.
 */
export async function ensureVirtualScreens() {
  if (hasScreen()) return;
  await ensurePackages('display', {
    purpose: 'a virtual screen',
    works: () => hasCommand('Xvfb'),
  });
}

function hasScreen() {
  const { env, platform } = process;
  return platform !== 'linux' || Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
}

async function startVirtualScreen() {
  await ensureVirtualScreens();
  // Xvfb picks a free number and writes it to descriptor 3 once it accepts connections.
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  );
  let errors = '';
  server.stderr?.on('data', (/** @type {Buffer} */ chunk) => (errors += chunk));
  const number = await new Promise((resolve, reject) => {
    let text = '';
    server.stdio[3]?.on('data', (/** @type {Buffer} */ chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.trim());
    });
    const failed = () =>
      reject(new SetupError(`the virtual screen (Xvfb) did not start: ${errors.trim()}`));
    server.on('error', failed);
    server.on('exit', failed);
  });
  process.env['DISPLAY'] = `:${number}`;
  process.on('exit', () => server.kill());
  // The screen alone must not keep this process alive.
  server.unref();
  for (const stream of [server.stderr, server.stdio[3]]) {
    if (stream && 'unref' in stream && typeof stream.unref === 'function') stream.unref();
  }
  say(`no screen here: windows open on a virtual one (Xvfb :${number})`);
}
