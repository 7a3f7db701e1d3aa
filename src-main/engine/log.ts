/** Where the engine tells what happened; the process gives it a file, tests a list. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  /** `cause` is written with its stack. */
  error(message: string, cause?: unknown): void;
}
