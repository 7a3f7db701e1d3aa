import type { WebContents } from 'electron';

import type { LogLevel } from './log';

/** A page that dies again this soon after it was loaded again is left alone. */
const reloadPauseMs = 10_000;

/** Writes the page's errors to the log, and loads the page again when its process dies. */
export function watchPage(
  contents: WebContents,
  log: (level: LogLevel, text: string) => void,
): void {
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
    if (nowMs - lastDeathMs > reloadPauseMs) contents.reload();
    lastDeathMs = nowMs;
  });
}
