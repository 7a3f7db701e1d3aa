/**
 * An error the user can act on: its message is one line that says what is wrong and what to
 * do. It is printed without a stack.
 */
export class SetupError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'SetupError';
  }
}

/** Prints one line about what the set-up does. On stderr, so that stdout stays the program's. */
export function say(/** @type {string} */ line) {
  process.stderr.write(`otelier: ${line}\n`);
}

/** Text of an unknown error in one line. */
export function messageOf(/** @type {unknown} */ error) {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? text;
}
