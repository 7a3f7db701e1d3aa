import { dialog, type BrowserWindow } from 'electron';

import type { LogLevel } from './log';

/** A page that dies again this soon after it was loaded again is not loaded without asking. */
const reloadPauseMs = 10_000;

/**
 * Writes the page's errors to the log, and loads the page again when its process dies; when
 * that does not help, the user decides.
 */
export function watchPage(
  window: BrowserWindow,
  log: (level: LogLevel, text: string) => void,
): void {
  const contents = window.webContents;
  contents.on('console-message', (details, level, message, line, source) => {
    // Electron before 35 gives the parts one by one, the newest only as details.
    if (details.level !== 'error' && level !== 3) return;
    const place = `${details.sourceId ?? source}:${details.lineNumber ?? line}`;
    log('error', `${details.message ?? message} (${place})`);
  });
  contents.on('preload-error', (_event, file, error) => {
    log('error', `${file} failed: ${error.stack ?? error.message}`);
  });

  let lastDeathMs = -Infinity;
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || contents.isDestroyed()) return;
    log('error', `the page's process is gone (${reason}, code ${exitCode})`);
    const nowMs = performance.now();
    const again = nowMs - lastDeathMs <= reloadPauseMs;
    lastDeathMs = nowMs;
    if (again) void askToReload(window);
    else contents.reload();
  });
}

async function askToReload(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window stopped working twice in a row.',
    detail: 'The receiver goes on and nothing that was stored is lost.',
    buttons: ['Load it again', 'Close the window'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (window.isDestroyed()) return;
  if (response === 0) window.webContents.reload();
  else window.close();
}
