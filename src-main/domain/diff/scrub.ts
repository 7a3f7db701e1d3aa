/**
 * Takes out of names and texts what is different in every run: generated ids, and times. What is
 * left is compared; nothing that is shown goes through here. Every function is linear in its text.
 */
import { generatedId, isLikeId } from './generated-id';

/**
 * What a value is, which decides what of it is of one run alone.
 * `exact`: nothing, as of schemas. `arguments`: ids in the forms that providers and frameworks give
 * out; all else was chosen. `content`, as texts, results: times too. `prompt`: dates too, since a
 * system prompt tells the day.
 */
export type Scrubbing = 'exact' | 'arguments' | 'content' | 'prompt';

/** Stands for what was taken out. */
const MARK = '#';

/** A text without its ids and times; the same string where it has none. */
export function scrubText(text: string, scrubbing: Scrubbing): string {
  if (scrubbing === 'exact') return text;
  return replaceTokens(text, (token, start) => {
    if (scrubbing !== 'arguments') {
      const time = timeAt(text, token, start, scrubbing === 'prompt');
      if (time !== null) return time;
    }
    return generatedId(token, scrubbing !== 'arguments') ? [0, token.length] : null;
  });
}

/** Names are shorter; of what is not, the beginning tells one from another. */
const MAX_NAME = 512;

/** A name to match spans by: `run 7f3a9c1e (1732712)` is `run # (#)`. Not for names of tools. */
export function scrubName(name: string): string {
  const plain = replaceTokens(name.slice(0, MAX_NAME), (token, start) => {
    const time = timeAt(name, token, start, true);
    return time ?? (isLikeId(token) ? [0, token.length] : null);
  });
  return plain.replace(/\d{5,}/g, MARK);
}

/** What to take out, as offsets from the beginning of the token; null for nothing. */
type Cut = readonly [from: number, to: number];

const LONGEST_TOKEN = 128;
/** Of shorter tokens none is an id or a date. */
const SHORTEST_ID = 8;
const COLON = 58;

const digit = /\d/g;

/** Looks at each token that has a digit, once: a run of letters, digits, `_` and `-`. */
function replaceTokens(text: string, cutOf: (token: string, start: number) => Cut | null): string {
  let kept = '';
  let keptTo = 0;
  let end = 0;
  for (digit.lastIndex = 0; digit.test(text); digit.lastIndex = end) {
    let start = digit.lastIndex - 1;
    while (start > end && isOfToken(text.charCodeAt(start - 1))) start--;
    end = digit.lastIndex;
    while (end < text.length && isOfToken(text.charCodeAt(end))) end++;
    const length = end - start;
    const isShort = length < SHORTEST_ID && length !== 4 && text.charCodeAt(end) !== COLON;
    const cut = isShort || length > LONGEST_TOKEN ? null : cutOf(text.slice(start, end), start);
    if (cut === null) continue;
    // A day in words begins before its token, but not within what was taken out already.
    kept += text.slice(keptTo, Math.max(keptTo, start + cut[0])) + MARK;
    keptTo = start + cut[1];
    end = Math.max(end, keptTo);
  }
  return keptTo === 0 ? text : kept + text.slice(keptTo);
}

function isOfToken(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    code === 95 ||
    code === 45
  );
}

const isoTime = /\d{4}-\d\d-\d\d(?:T| )\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?Z| ?[+-]\d\d:?\d\d)?/y;
const clock = /\d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?: ?[AaPp][Mm]\b)?/y;
const isoDate = /^\d{4}-\d\d-\d\d$/;
const basicTime = /^\d{8}T\d{4,6}Z?$/;
const year = /^(?:19|20)\d\d$/;
/** `Friday, November 27, `, before a year. */
const dayBefore =
  /(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:\d{1,2}(?:st|nd|rd|th)? )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{1,2}(?:st|nd|rd|th)?)?,? $/i;
/** Longer than any day in words. */
const LONGEST_DAY = 40;

/** A time that begins with the token; with dates, a day that ends with it too. */
function timeAt(text: string, token: string, start: number, withDates: boolean): Cut | null {
  if (token.charCodeAt(0) > 57) return null;
  const isClock = token.length <= 2 && text.charCodeAt(start + token.length) === COLON;
  if (isClock || token.length >= 10) {
    const pattern = isClock ? clock : isoTime;
    pattern.lastIndex = start;
    const found = pattern.exec(text);
    if (found !== null) return [0, found[0].length];
  }
  if (token.length >= 13 && basicTime.test(token)) return [0, token.length];
  if (!withDates) return null;
  if (token.length === 10 && isoDate.test(token)) return [0, token.length];
  if (token.length !== 4 || !year.test(token)) return null;
  const day = dayBefore.exec(text.slice(Math.max(0, start - LONGEST_DAY), start));
  return day === null ? null : [-day[0].length, token.length];
}

/** Members of results whose values are of one run alone. */
const volatileMember =
  /^(?:(?:request|trace|span|session|run|call|tool_?call|tool_?use|response|correlation|thread)_?id|timestamp|created(?:_?at)?|updated(?:_?at)?|(?:duration|elapsed|latency)(?:_?(?:ms|s|sec|secs|seconds|ns|us))?|took(?:_?ms)?|etag|nonce)$/i;

/** Whether a member of that name holds an id or a time of one run. */
export function isVolatileMember(key: string, scrubbing: Scrubbing): boolean {
  if (scrubbing !== 'content' && scrubbing !== 'prompt') return false;
  return key.length <= 32 && volatileMember.test(key);
}
