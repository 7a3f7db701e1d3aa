/** The engine's log file, `logs/engine.log` in the data folder; turned over at 5 MB. */
import { join } from 'node:path';

import fileLog from 'electron-log/node';

import type { Log } from './log';

const MAX_BYTES = 5_000_000;

export function createFileLog(dataDir: string): Log {
  const log = fileLog.create({ logId: 'engine' });
  log.transports.console.level = false;
  log.transports.file.level = 'info';
  log.transports.file.maxSize = MAX_BYTES;
  log.transports.file.resolvePathFn = () => join(dataDir, 'logs', 'engine.log');
  return {
    info: (message) => log.info(message),
    warn: (message) => log.warn(message),
    error: (message, ...cause) => log.error(message, ...cause),
  };
}
