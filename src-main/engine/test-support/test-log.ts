import type { Log } from '../log';

/** A log that keeps its lines, as `level: message`. */
export interface TestLog extends Log {
  readonly lines: string[];
}

export function createTestLog(): TestLog {
  const lines: string[] = [];
  return {
    lines,
    info: (message) => void lines.push(`info: ${message}`),
    warn: (message) => void lines.push(`warn: ${message}`),
    error: (message, cause) => {
      const reason = cause instanceof Error ? ` (${cause.message})` : '';
      lines.push(`error: ${message}${reason}`);
    },
  };
}
