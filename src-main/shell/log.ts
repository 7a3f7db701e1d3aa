import { join } from 'node:path';

import log from 'electron-log/main';

export type LogLevel = 'info' | 'warn' | 'error';

/**
 * Writes the log to `<folder>/otelier.log` (a megabyte, with one predecessor) and, unpackaged,
 * to the terminal. Errors that nothing caught end up there too.
 */
export function startLog(folder: string, options: { readonly toTerminal: boolean }): void {
  log.transports.file.resolvePathFn = () => join(folder, 'otelier.log');
  log.transports.file.level = 'info';
  log.transports.console.level = options.toTerminal ? 'info' : false;
  log.errorHandler.startCatching({ showDialog: false });
}

/** @param scope who speaks, e.g. `shell`, `engine` */
export function logger(scope: string): (level: LogLevel, text: string) => void {
  const scoped = log.scope(scope);
  return (level, text) => scoped[level](text);
}
