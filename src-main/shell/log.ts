import { join } from 'node:path';

import log from 'electron-log/main';

export type LogLevel = 'info' | 'warn' | 'error';

/** The log of an app with this data folder; its predecessor lies beside it. */
export function logFile(dataDir: string): string {
  return join(dataDir, 'logs', 'otelier.log');
}

/**
 * Writes the log to `logFile(dataDir)` (a megabyte, with one predecessor) and, unpackaged,
 * from warnings on, to the terminal. Errors that nothing caught end up there too.
 */
export function startLog(dataDir: string, options: { readonly toTerminal: boolean }): void {
  log.transports.file.resolvePathFn = () => logFile(dataDir);
  log.transports.file.level = 'info';
  log.transports.console.level = options.toTerminal ? 'warn' : false;
  log.errorHandler.startCatching({ showDialog: false });
}

/** @param scope who speaks, e.g. `shell`, `engine` */
export function logger(scope: string): (level: LogLevel, text: string) => void {
  const scoped = log.scope(scope);
  return (level, text) => scoped[level](text);
}
