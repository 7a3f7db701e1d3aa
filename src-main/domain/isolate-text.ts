/** Senders' text within sentences of ours. */

/** Letters that run from right to left, and the marks that turn the direction of what follows. */
const turning =
  /[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const marks = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * The text, so that it does not turn the words around it: set apart where it could, and without
 * the marks that would end that. Other text comes back as it is.
 */
export function isolateText(text: string): string {
  return turning.test(text) ? `\u2068${text.replace(marks, '')}\u2069` : text;
}
