/** Where texts in quotes end, in JSON that was put as a text into JSON any number of times. */

/** The place before signs of that kind that end there. */
export function back(text: string, from: number, sign: RegExp, most: number): number {
  let at = from;
  while (at > 0 && from - at < most && sign.test(text[at - 1] ?? '')) at--;
  return at;
}

/** The quote of the same level of escaping; where there is none, the end of the line. */
export function closingQuote(
  text: string,
  from: number,
  escapes: number,
  quote: string,
): { readonly end: number; readonly after: number } {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 1)) {
    const end = Math.max(from, back(text, at, /\\/, 128));
    const before = at - end;
    // With each level of JSON within JSON the signs before a quote are doubled, and one is added.
    if (before < escapes || before % (2 * (escapes + 1)) === escapes) {
      return { end: before < escapes ? end : at - escapes, after: at + 1 };
    }
  }
  const line = text.indexOf('\n', from);
  const end = line === -1 ? text.length : line;
  return { end, after: end };
}
