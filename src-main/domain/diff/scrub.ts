/**
 * Takes out of names and texts what is different in every run: ids, times, long numbers. What is
 * left is compared; nothing that is shown goes through here.
 */

const uuid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
/** Ids that providers and frameworks give out: `call_…`, `toolu_…`, `chatcmpl-…`, `run-…`. */
const prefixedId =
  /\b(?:call|toolu|srvtoolu|chatcmpl|resp|msg|req|run|thread|step|rs|fc|ws|gen|trace|span|session|conv)[_-](?=[\w-]*\d)[\w-]{4,}/g;
const isoTime = /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g;
const longHex = /\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi;
const longNumber = /\d{4,}/g;

/** Longer texts are content, and scrubbing them would cost more than it tells. */
const MAX_SCRUBBED = 4096;

/** A name to match spans by: `run 7f3a9c1e (1732712)` is `run # (#)`. */
export function scrubName(name: string): string {
  return /[\d]/.test(name) ? scrubIds(name).replace(longNumber, '#') : name;
}

function scrubIds(text: string): string {
  return text
    .replace(uuid, '#')
    .replace(isoTime, '#')
    .replace(prefixedId, '#')
    .replace(longHex, '#');
}

/** A text without its ids and times; long texts as they are. */
export function scrubText(text: string): string {
  return text.length > MAX_SCRUBBED || !/\d/.test(text) ? text : scrubIds(text);
}

/** Members whose values are of one run alone, whatever they hold. */
const volatileKey =
  /^(?:id|uuid|guid|.*_id|.*[a-z]I[dD]|timestamp|time|created(?:_?at)?|updated(?:_?at)?|date|duration(?:_?ms)?|elapsed(?:_?ms)?|latency(?:_?ms)?|took|etag|nonce)$/;

/** Whether a member of that name holds an id or a time: its value is not compared. */
export function isVolatileKey(key: string): boolean {
  return key.length <= 64 && volatileKey.test(key);
}
